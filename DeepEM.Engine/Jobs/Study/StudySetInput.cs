using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Jobs.Train;
using DeepEM.Engine.Micrographs;

namespace DeepEM.Engine.Jobs.Study;

/// <summary>The files of a set, found and matched.</summary>
/// <param name="Training">Micrographs to learn from with their picks; empty where nothing is trained.</param>
/// <param name="Test">Micrographs to judge by.</param>
/// <param name="Warnings">What was odd, each a notice.</param>
internal sealed record StudySetInput(
    IReadOnlyList<TrainingItem> Training, IReadOnlyList<MicrographSource> Test, IReadOnlyList<Notice> Warnings)
{
    /// <summary>Picks to learn from.</summary>
    public int Labels => Training.Sum(item => item.Particles.Count);

    /// <summary>Finds and matches.</summary>
    /// <exception cref="InvalidFileException">Something is missing or cannot be read.</exception>
    /// <exception cref="DeepEM.Engine.Learning.Training.TrainingDataException">No micrograph has picks.</exception>
    public static StudySetInput Load(StudySet set)
    {
        List<Notice> warnings = [];
        IReadOnlyList<MicrographSource> test = MicrographList.Expand([set.TestMicrographs], TextReader.Null);
        if (set is not { TrainMicrographs: { } micrographs, TrainPicks: { } picks })
        {
            return new StudySetInput([], test, warnings);
        }

        IReadOnlyList<MicrographSource> train = MicrographList.Expand([micrographs], TextReader.Null);
        PickSet labels = PickReader.Read(picks, PickScope.Accepted, train.Select(source => source.Name));
        warnings.AddRange(labels.Warnings);
        IReadOnlyList<TrainingItem> items = TrainingItems.Match(
            train, set.PixelSizeAngstrom, labels, added: null, rejected: null, warnings);
        if (set.TrainIgnore is { } ignored)
        {
            PickSet unknown = PickReader.Read(ignored, PickScope.Accepted, train.Select(source => source.Name));
            items = TrainingItems.WithIgnored(items, train, unknown, warnings);
        }

        return new StudySetInput(items, test, warnings);
    }
}
