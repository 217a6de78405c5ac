using System.Globalization;
using FluentRnn.Examples.CommandLine;
using FluentRnn.Examples.Dates;

// Numbers look the same everywhere; only the dates themselves are written in the languages of the world.
CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;

IExample[] examples = [new DatesExample()];
return ExampleCommands.Run(examples, args);
