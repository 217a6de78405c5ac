namespace FluentRnn.Generators;

/// <summary>Names of the DSL and of TorchSharp that the compiler looks for.</summary>
internal static class WellKnownNames
{
    public const string Attribute = "FluentRnn.RecurrentContainerAttribute";
    public const string Builder = "FluentRnn.RecurrenceBuilder";
    public const string Recurrence = "FluentRnn.Recurrence";
    public const string Dsl = "FluentRnn.Dsl";
    public const string Container = "FluentRnn.RecurrentContainer`4";
    public const string RecurrentUnit = "FluentRnn.RecurrentUnit";
    public const string Define = "Define";
    public const string Tensor = "TorchSharp.torch.Tensor";
    public const string Parameter = "TorchSharp.Modules.Parameter";
    public const string Module = "TorchSharp.torch.nn.Module";

    /// <summary>The types whose methods are looked up in the operation table.</summary>
    public static readonly string[] OperationTypes =
    [
        "TorchSharp.torch",
        "TorchSharp.torch.Tensor",
        "TorchSharp.torch.nn.functional",
        "TorchSharp.torch.special",
        "TorchSharp.torch.linalg",
        "TorchSharp.TensorExtensionMethods",
        Dsl,
    ];
}
