using System.Text.Json.Serialization;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Verification.Evaluation;

namespace DeepEM.Engine.Jobs.Study;

/// <summary>A data set of a study: micrographs to train on, others to test on, and what is to be trained.</summary>
public sealed record StudySet
{
    /// <summary>What tables and folders call it: letters, digits, '-' and '_'.</summary>
    public required string Name { get; init; }

    /// <summary>The micrographs to train on, as a command line names them; null to train nothing.</summary>
    [JsonPropertyName("train")]
    public string? TrainMicrographs { get; init; }

    /// <summary>Manual picks on them; null to train nothing.</summary>
    public string? TrainPicks { get; init; }

    /// <summary>Places on them to ignore, or null.</summary>
    public string? TrainIgnore { get; init; }

    /// <summary>The micrographs to test on.</summary>
    [JsonPropertyName("test")]
    public required string TestMicrographs { get; init; }

    /// <summary>The particles on them.</summary>
    public required string TestTruth { get; init; }

    /// <summary>Places on them where a pick counts neither as right nor as wrong, or null.</summary>
    public string? TestIgnore { get; init; }

    /// <summary>Diameter of the particle, angstrom.</summary>
    [JsonPropertyName("diameter")]
    public required double DiameterAngstrom { get; init; }

    /// <summary>Angstrom per pixel of all its micrographs.</summary>
    [JsonPropertyName("pixel_size")]
    public required double PixelSizeAngstrom { get; init; }

    /// <summary>A pick matches a label nearer than this fraction of the diameter.</summary>
    public double Radius { get; init; } = EvaluationSettings.UsualRadiusFraction;

    /// <summary>Whether the general model is tested on it, too, without any training.</summary>
    public bool General { get; init; } = true;

    /// <summary>Starting weights, a name for <see cref="TrainingStart.Named"/>.</summary>
    public string Start { get; init; } = TrainingStart.GeneralName;

    /// <summary>Epochs of each round; null for the default.</summary>
    public int? Epochs { get; init; }

    /// <summary>Rounds of recursive training.</summary>
    public int Rounds { get; init; } = 1;

    /// <summary>What is wrong with the numbers and names.</summary>
    /// <returns>A line for the first fault, or null.</returns>
    internal string? Fault()
    {
        bool isName = Name.Length is > 0 and <= 64
            && Name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
        return (isName, this) switch
        {
            (false, _) => $"name is '{Name}', expected up to 64 letters, digits, '-' and '_'",
            (_, { DiameterAngstrom: not (> 0 and <= 100_000) }) => Range("diameter", "above 0 and up to 100000"),
            (_, { PixelSizeAngstrom: not (> 0 and <= 1000) }) => Range("pixel_size", "above 0 and up to 1000"),
            (_, { Radius: not (> 0 and <= 2) }) => Range("radius", "above 0 and up to 2"),
            (_, { Epochs: < 1 or > 100_000 }) => Range("epochs", "from 1 to 100000"),
            (_, { Rounds: < 1 or > 10 }) => Range("rounds", "from 1 to 10"),
            _ when (TrainMicrographs is null) != (TrainPicks is null) =>
                $"set {Name}: found one of train and train_picks, expected both, or none to train nothing",
            _ when TrainMicrographs is null && !General =>
                $"set {Name}: found nothing to test, expected train and train_picks, or general",
            _ => null,
        };

        string Range(string field, string range) => $"set {Name}: {field} is out of range, expected {range}";
    }
}
