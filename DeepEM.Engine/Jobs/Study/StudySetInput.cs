using DeepEM.Engine.Foundation;
using DeepEM.Engine.Jobs.Train;
using DeepEM.Engine.Micrographs;

namespace DeepEM.Engine.Jobs.Study;

/// <summary>The files of a set, found and matched.</summary>
/// <param name="Training">Micrographs to learn from with their picks; empty where nothing is trained.</param>
/// <param name="Test">Micrographs to judge by.</param>
internal sealed record StudySetInput(TrainingInput Training, IReadOnlyList<MicrographSource> Test)
{
    /// <summary>Picks to learn from.</summary>
    public int Labels => Training.Items.Sum(item => item.Particles.Count);

    /// <summary>Finds and matches.</summary>
    /// <exception cref="InvalidFileException">Something is missing or cannot be read.</exception>
    /// <exception cref="DeepEM.Engine.Learning.Training.TrainingDataException">No micrograph has picks.</exception>
    public static StudySetInput Load(StudySet set)
    {
        IReadOnlyList<MicrographSource> test = MicrographList.Expand([set.TestMicrographs], TextReader.Null);
        if (set is not { TrainMicrographs: { } micrographs, TrainPicks: { } picks })
        {
            return new StudySetInput(TrainingInput.Empty, test);
        }

        TrainingFiles files = new(MicrographList.Expand([micrographs], TextReader.Null), picks)
        {
            Ignored = set.TrainIgnore,
            PixelSizeAngstrom = set.PixelSizeAngstrom,
        };
        return new StudySetInput(files.Load(), test);
    }
}
