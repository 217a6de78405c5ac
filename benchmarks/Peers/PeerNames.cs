namespace FluentRnn.Benchmarks.Peers;

/// <summary>The peers, in the order of the tables.</summary>
static class PeerNames
{
    public const string
        Ours = "ours",
        OursCell = "ours_cell",
        OursOff = "ours_off",
        Equation = "equation",
        Tidy = "tidy",
        Hoisted = "hoisted",
        Script = "jit",
        PremultipliedScript = "jit_premul",
        Layer = "nn",
        Onnx = "onnx";

    /// <summary>Each peer in a sentence.</summary>
    public static IReadOnlyList<(string Name, string Meaning)> All { get; } =
    [
        (Ours, "the generated container, its step written as equations: one weight for each gate"),
        (OursCell, "the generated container, its step written with torch's cell, or with packed linear modules where there is none"),
        (OursOff, "the container of ours, compiled with every optimisation off"),
        (Equation, "a TorchSharp loop as the equations are printed, a dispose scope for each step; everything else is verified against it"),
        (Tidy, "a TorchSharp loop with one packed product of [x, h] at each step"),
        (Hoisted, "a TorchSharp loop by an expert: what depends on inputs only is computed for all steps at once, gates are packed, the readout comes after the loop"),
        (Script, "the tidy loop as TorchScript, torch.jit.compile"),
        (PremultipliedScript, "the hoisted loop as TorchScript"),
        (Layer, "torch's own layer"),
        (Onnx, "ONNX Runtime: its LSTM, GRU or RNN operator where the cell is one, else Scan; inference only"),
    ];
}
