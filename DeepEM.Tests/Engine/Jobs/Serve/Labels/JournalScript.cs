using DeepEM.Engine.Jobs.Serve.Labels;

namespace DeepEM.Tests.Engine.Jobs.Serve.Labels;

/// <summary>Edits of labels at random, as several pages could make them, and the labels as a text to compare.</summary>
/// <param name="seed">The same gives the same edits.</param>
internal sealed class JournalScript(int seed)
{
    private static readonly string[] _micrographs = ["mic_000", "mic_001", "day 2/mic_000"];

    private readonly Random _random = new(seed);
    private int _edits;

    /// <summary>All labels, in an order that does not depend on when they were set.</summary>
    public static string TextOf(LabelBook book) => string.Join('\n', book.Micrographs
        .SelectMany(micrograph => book.Of(micrograph).Select(label => $"{micrograph} {label}"))
        .Order(StringComparer.Ordinal));

    /// <summary>One to three edits of a few marks: of some that are there, and of some that are not.</summary>
    public LabelEdit[] Next() => [.. Enumerable.Range(0, 1 + _random.Next(3)).Select(_ => One())];

    private LabelEdit One()
    {
        string micrograph = _micrographs[_random.Next(_micrographs.Length)];
        Label label = new(
            $"{micrograph} {_random.Next(4)}",
            // Places repeat, so that a mark is moved to where it is already, too.
            _random.Next(3) * 10.5,
            _random.Next(2),
            (LabelKind)_random.Next(2));
        return new LabelEdit($"e{_edits++}", (LabelOperation)_random.Next(4), micrograph, label);
    }
}
