using System.Collections.Immutable;
using Microsoft.CodeAnalysis.Testing;
using Microsoft.CodeAnalysis.Text;

namespace FluentRnn.Tests.Compiler.Testing;

/// <summary>C# with diagnostics marked where they are expected: <c>{|FRNN050:x.matmul(net.w)|}</c>.</summary>
/// <param name="Text">The code, below the usual usings, without marks.</param>
/// <param name="Marks">The expected diagnostics, in the order of the code.</param>
sealed record MarkedCode(string Text, ImmutableArray<(string Id, TextSpan Span)> Marks)
{
    /// <summary>What a file with a container starts with.</summary>
    public const string Usings = """
        using System;
        using FluentRnn;
        using TorchSharp;
        using static FluentRnn.Dsl;
        using static TorchSharp.torch;
        using static TorchSharp.torch.nn;


        """;

    public static MarkedCode Of(string marked)
    {
        TestFileMarkupParser.GetSpans(Usings + marked, out var text, out ImmutableDictionary<string, ImmutableArray<TextSpan>> spans);
        return new MarkedCode(
            text,
            [.. spans.SelectMany(named => named.Value, (named, span) => (named.Key, span)).OrderBy(mark => mark.span.Start).ThenBy(mark => mark.Key, StringComparer.Ordinal)]);
    }
}
