using System.Globalization;
using FluentRnn.Examples.CommandLine;

namespace FluentRnn.Examples.Dates;

/// <summary>Keeps a trained reader: the weights in one file, the alphabet they belong to in another.</summary>
static class DateReaderFile
{
    const string Weights = "dates.dat", Characters = "dates.alphabet.txt";

    /// <summary>Writes the weights, and returns their path. An older file is replaced only when the new one is complete.</summary>
    public static string Save(DateReader reader, string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, Weights);
        reader.save(path + ".new");
        File.WriteAllText(Path.Combine(folder, Characters), reader.Alphabet.ToString());
        File.Move(path + ".new", path, overwrite: true);
        return path;
    }

    /// <summary>Reads them back.</summary>
    public static DateReader Load(string folder)
    {
        var path = Path.Combine(folder, Weights);
        if (!File.Exists(path))
            throw new ExampleException(string.Create(CultureInfo.InvariantCulture, $"There are no saved weights at {Session.Shown(path)}; run the example once without --read to train them."));

        var reader = new DateReader(Alphabet.Parse(File.ReadAllText(Path.Combine(folder, Characters))));
        try
        {
            reader.load(path);
            return reader;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            reader.Dispose();
            throw new ExampleException(string.Create(CultureInfo.InvariantCulture, $"The weights at {Session.Shown(path)} cannot be read; run the example once without --read to train them anew."), exception);
        }
    }
}
