namespace FluentRnn.Tests.Runtime.Networks;

/// <summary>The chapters of the gallery, a page each under docs/networks.</summary>
public enum Topic
{
    Gated,
    Regularised,
    Decoders,
    Memory,
    Continuous,
    Latent,
}
