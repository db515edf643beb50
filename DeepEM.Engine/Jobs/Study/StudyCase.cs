using System.Globalization;

namespace DeepEM.Engine.Jobs.Study;

/// <summary>One training and judgement of a study.</summary>
/// <param name="Set">Name of the data set.</param>
/// <param name="Labels">Picks to learn from; null for all; 0 for the general model without any training.</param>
/// <param name="Seed">Seed of the training; 0 where there is none.</param>
public readonly record struct StudyCase(string Set, int? Labels, long Seed)
{
    /// <summary>The general model on a set.</summary>
    /// <param name="set">Name of the data set.</param>
    /// <returns>The case.</returns>
    public static StudyCase General(string set) => new(set, 0, 0);

    /// <summary>Whether nothing is trained.</summary>
    public bool IsGeneral => Labels == 0;

    /// <summary>The number of labels as tables have it: "0", "25", ..., "all".</summary>
    public string LabelText => TextOf(Labels);

    /// <summary>Where it stands among those of its set: the general model, few labels, many, all.</summary>
    internal int Order => Labels ?? int.MaxValue;

    /// <summary>The folder of its model and picks, within that of the study.</summary>
    internal string Folder => Path.Combine(
        Set,
        IsGeneral ? "general" : string.Create(CultureInfo.InvariantCulture, $"labels-{LabelText}-seed-{Seed}"));

    /// <summary>A number of labels as tables have it.</summary>
    /// <param name="labels">The number, or null for all.</param>
    /// <returns>"all", or the number.</returns>
    internal static string TextOf(int? labels) => labels?.ToString(CultureInfo.InvariantCulture) ?? "all";
}
