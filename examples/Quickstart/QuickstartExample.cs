using System.CommandLine;
using FluentRnn.Examples.CommandLine;
using static TorchSharp.torch;

namespace FluentRnn.Examples.Quickstart;

/// <summary>The smallest useful container, from its declaration to a trained network.</summary>
sealed class QuickstartExample : IExample
{
    public string Name => "quickstart";

    public string Description => "Declare an LSTM, read its plan, train it to tell the mean so far.";

    public IReadOnlyList<Option> Options => [];

    public void Run(ParseResult arguments, Session session)
    {
        manual_seed(1);
        Quickstart.Run();
    }
}
