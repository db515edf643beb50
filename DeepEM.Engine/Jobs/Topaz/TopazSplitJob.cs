using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Micrographs;

namespace DeepEM.Engine.Jobs.Topaz;

/// <summary>Divides labelled micrographs into those to learn from and those to judge by, for a caller of Topaz.
/// </summary>
/// <remarks>Beside the labels FILE.txt: FILE_train.txt, FILE_test.txt, image_list_train.txt, image_list_test.txt.
/// </remarks>
public static class TopazSplitJob
{
    private const string ListHeader = "image_name\tpath\n";

    /// <summary>Divides and writes.</summary>
    /// <param name="split">What is asked for.</param>
    /// <param name="context">Whom to report to; null for nobody.</param>
    /// <returns>How many micrographs are learnt from, and how many are held out.</returns>
    /// <exception cref="InvalidFileException">The labels cannot be read, too few micrographs have any, or one of these
    /// is not there.</exception>
    /// <exception cref="IOException">A file could not be written.</exception>
    public static (int Train, int Test) Run(TopazSplit split, JobContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(split);
        context ??= JobContext.Silent;
        PickSet labels = PickReader.Read(split.Targets);
        foreach (Notice odd in labels.Warnings)
        {
            context.Tell?.Invoke(odd);
        }

        MicrographPicks[] labelled = [.. labels.Micrographs.Where(picks => picks.Particles.Count > 0)];
        if (labelled.Length <= split.Test)
        {
            throw new InvalidFileException(
                split.Targets,
                $"has labels of {labelled.Length} micrographs, expected more than the {split.Test} to be held out");
        }

        new RandomSource(split.Seed).Shuffle(labelled.AsSpan());
        MicrographPicks[] test = InOrder(labelled[..split.Test]);
        MicrographPicks[] train = InOrder(labelled[split.Test..]);
        string folder = Path.GetDirectoryName(split.Targets) ?? string.Empty;
        string stem = Path.Combine(folder, Path.GetFileNameWithoutExtension(split.Targets));
        string extension = Path.GetExtension(split.Targets);
        (MicrographPicks[], string)[] parts = [(train, "train"), (test, "test")];
        foreach ((MicrographPicks[] part, string name) in parts)
        {
            string[] images = [.. part.Select(picks => Image(picks, split))];
            TopazTable.Write($"{stem}_{name}{extension}", part);
            AtomicFile.WriteText(
                Path.Combine(folder, $"image_list_{name}.txt"),
                writer => writer.Write(ListHeader + string.Concat(
                    part.Zip(images, (picks, image) => $"{TopazTable.NameOf(picks.Micrograph)}\t{image}\n"))));
        }

        return (train.Length, test.Length);
    }

    private static MicrographPicks[] InOrder(IEnumerable<MicrographPicks> part) =>
        [.. part.OrderBy(picks => picks.Micrograph, StringComparer.Ordinal)];

    private static string Image(MicrographPicks picks, TopazSplit split)
    {
        string stem = TopazTable.NameOf(picks.Micrograph);
        IEnumerable<string> names = split.ImageExtension is { } extension
            ? [stem + extension]
            : MicrographFileName.OfStem(stem);
        return names.Select(name => Path.Combine(split.ImageFolder ?? string.Empty, name)).FirstOrDefault(File.Exists)
            ?? throw new InvalidFileException(
                Path.Combine(split.ImageFolder ?? string.Empty, stem), "there is no micrograph of this name");
    }
}
