using System.Globalization;

namespace FluentRnn.Tests.Runtime.Combinations;

/// <summary>The cell of a case.</summary>
public enum Unit
{
    Rnn,
    Lstm,
    Gru,
}

/// <summary>One of the 729 containers: a cell between none, one or two of each kind of input and output.</summary>
/// <param name="Unit">The cell.</param>
/// <param name="Sequences">The number of sequence inputs.</param>
/// <param name="SequenceOutputs">The number of outputs of every step.</param>
/// <param name="Constants">The number of constant inputs.</param>
/// <param name="LastOutputs">The number of outputs of the last step.</param>
/// <param name="Feedbacks">The number of states whose next value is an output; where there is no such output, another readout of the cell.</param>
public sealed record MatrixCase(Unit Unit, int Sequences, int SequenceOutputs, int Constants, int LastOutputs, int Feedbacks)
{
    public const int Batch = 32, Steps = 50, Features = 6, Hidden = 10;

    public const double Dropout = 0.25;

    static readonly int[] Counts = [0, 1, 2];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<MatrixCase> All { get; } =
    [
        .. from unit in Enum.GetValues<Unit>()
           from sequences in Counts
           from sequenceOutputs in Counts
           from constants in Counts
           from lastOutputs in Counts
           from feedbacks in Counts
           select new MatrixCase(unit, sequences, sequenceOutputs, constants, lastOutputs, feedbacks),
    ];

    /// <summary>The name of the container: the cell, and the numbers in the order of the parameters.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"{Unit}{Sequences}{SequenceOutputs}{Constants}{LastOutputs}{Feedbacks}");

    /// <summary>The width of what the cell reads: every input side by side, or its own state where there is none.</summary>
    public int InputWidth => Inputs == 0 ? Hidden : Inputs * Features;

    /// <summary>The number of linear readouts of the cell: one for each output, and for each feedback that has no output to be.</summary>
    public int Readouts => Math.Max(SequenceOutputs + LastOutputs, Feedbacks);

    /// <summary>The states of the cell itself.</summary>
    public int CellStates => Unit == Unit.Lstm ? 2 : 1;

    int Inputs => Sequences + Constants + Feedbacks;

    public override string ToString() => Name;
}
