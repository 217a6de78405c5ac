namespace FluentRnn.Generators.Diagnostics;

/// <summary>The categories of the diagnostics, one for each block of ten ids.</summary>
internal static class DiagnosticCategories
{
    /// <summary>FRNN00x: the class and its <c>Define</c>.</summary>
    public const string Container = "FluentRnn.Container";

    /// <summary>FRNN01x: the fluent chain.</summary>
    public const string Chain = "FluentRnn.Chain";

    /// <summary>FRNN02x: slots and their sizes.</summary>
    public const string Slots = "FluentRnn.Slots";

    /// <summary>FRNN03x: the language of a step.</summary>
    public const string Step = "FluentRnn.Step";

    /// <summary>FRNN04x: what a step captures, and calls with effects.</summary>
    public const string Captures = "FluentRnn.Captures";

    /// <summary>FRNN05x and FRNN06x: shapes and element types.</summary>
    public const string Shapes = "FluentRnn.Shapes";

    /// <summary>FRNN07x: what reaches the states and the outputs.</summary>
    public const string Dataflow = "FluentRnn.Dataflow";

    /// <summary>FRNN08x: what the compiler made of the step.</summary>
    public const string Optimization = "FluentRnn.Optimization";

    /// <summary>FRNN999: a fault of FluentRnn itself.</summary>
    public const string Internal = "FluentRnn.Internal";
}
