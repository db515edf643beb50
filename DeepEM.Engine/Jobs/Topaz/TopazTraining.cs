namespace DeepEM.Engine.Jobs.Topaz;

/// <summary>What a caller of Topaz asks a training for. All lengths are pixels of the images that it hands over.
/// </summary>
/// <param name="Images">The images to learn from: a list with the columns image_name and path, a folder, or a pattern.
/// </param>
/// <param name="Targets">Their particles: a table or anything else that holds coordinates.</param>
public sealed record TopazTraining(string Images, string Targets)
{
    /// <summary>Epochs that callers ask for who have not thought about it: Topaz's own number.</summary>
    public const int UsualEpochs = 10;

    /// <summary>Images to judge by, as <see cref="Images"/>; null where nobody holds any out.</summary>
    public string? TestImages { get; init; }

    /// <summary>Their particles; null where there are no such images.</summary>
    public string? TestTargets { get; init; }

    /// <summary>Diameter of the particle; null where nobody says it.</summary>
    public double? Diameter { get; init; }

    /// <summary>Radius within which the caller calls a pixel one of the particle; null where it does not say.</summary>
    public double? Radius { get; init; }

    /// <summary>How many particles are expected on an image; null where nobody says it.</summary>
    public double? ExpectedParticles { get; init; }

    /// <summary>Share of unlabelled places that show a particle; null where nobody says it.</summary>
    public double? Prior { get; init; }

    /// <summary>How many models are to be written. Fewer than <see cref="UsualEpochs"/> shorten the training.</summary>
    public int Epochs { get; init; } = UsualEpochs;

    /// <summary>What the models' names begin with; null to write none.</summary>
    public string? SavePrefix { get; init; }

    /// <summary>Where the learning curve goes; null for nowhere.</summary>
    public string? Curve { get; init; }

    /// <summary>In how many parts the images are divided, of which one is held out; 0 for none.</summary>
    public int Folds { get; init; }

    /// <summary>Which part is held out, from 0.</summary>
    public int Fold { get; init; }

    /// <summary>Decides which images are in which part.</summary>
    public long FoldSeed { get; init; } = 42;

    /// <summary>Extension of images in a folder, with its dot; null for all images.</summary>
    public string? ImageExtension { get; init; }

    /// <summary>Decides everything else that is drawn by chance.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Which device to compute on.</summary>
    public TopazDevice Device { get; init; } = TopazDevice.Cpu;

    /// <summary>Threads of the CPU.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}
