namespace FluentRnn;

/// <summary>
/// Marks a partial class as a recurrent container: its static method <c>Recurrence Define(RecurrenceBuilder rnn, …)</c> declares the
/// network, and the rest of the class is generated from it.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class RecurrentContainerAttribute : Attribute
{
    /// <summary>What the compiler may do to make the container faster. Unless it is given, the MSBuild property <c>FluentRnnOptimize</c> says, and without that everything is allowed.</summary>
    public Optimizations Optimize { get; set; } = Optimizations.All;
}
