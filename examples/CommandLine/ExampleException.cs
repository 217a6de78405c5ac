namespace FluentRnn.Examples.CommandLine;

/// <summary>An example could not do what was asked; the message is a sentence for the user.</summary>
sealed class ExampleException(string message, Exception? innerException = null) : Exception(message, innerException);
