using System.Runtime.CompilerServices;

namespace VerifyXunit;

/// <summary>A comparison that starts when it is awaited, so that it can be told more before.</summary>
public sealed class SettingsTask(Func<string?, Task> compare)
{
    string? parameters;
    Task? task;

    /// <summary>Names the file of one case of a theory: Class.Method_text.verified.ext.</summary>
    public SettingsTask UseTextForParameters(string text)
    {
        parameters = text;
        return this;
    }

    public Task ToTask() => task ??= compare(parameters);

    public TaskAwaiter GetAwaiter() => ToTask().GetAwaiter();

    public static implicit operator Task(SettingsTask settings) => settings.ToTask();
}
