using Spectre.Console;

AnsiConsole.WriteLine("The examples of FluentRnn.");
