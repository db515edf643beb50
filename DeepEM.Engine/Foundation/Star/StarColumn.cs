namespace DeepEM.Engine.Foundation.Star;

/// <summary>One column of <see cref="StarRows"/>: as it was read, or with values of its own.</summary>
/// <param name="Label">Its label, with the leading underscore.</param>
/// <param name="Source">Number of the column in the table that was read; -1 where it was added.</param>
internal sealed record StarColumn(string Label, int Source)
{
    /// <summary>Its values where they are numbers of its own, one a row; else null.</summary>
    public double[]? Numbers { get; init; }

    /// <summary>Its values where they are texts of its own, one a row; else null.</summary>
    public string[]? Texts { get; init; }

    /// <summary>The column for other rows.</summary>
    /// <param name="rows">Which of its rows, in which order.</param>
    public StarColumn Select(IReadOnlyList<int> rows) => this with
    {
        Numbers = Numbers is { } numbers ? [.. rows.Select(row => numbers[row])] : null,
        Texts = Texts is { } texts ? [.. rows.Select(row => texts[row])] : null,
    };
}
