namespace FluentRnn;

/// <summary>
/// Marks a partial class as a recurrent container: its static method <c>Recurrence Define(RecurrenceBuilder rnn, …)</c> declares the
/// network, and the rest of the class is generated from it.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class RecurrentContainerAttribute : Attribute;
