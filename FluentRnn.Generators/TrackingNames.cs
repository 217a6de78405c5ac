namespace FluentRnn.Generators;

/// <summary>The names of the pipeline's steps, for tests of what is run again.</summary>
internal static class TrackingNames
{
    public const string Spec = nameof(Spec);
    public const string Plan = nameof(Plan);
}
