using System.Globalization;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Learning.Models;

namespace DeepEM.Engine.Jobs.Topaz;

/// <summary>The models that a training leaves for a caller of Topaz: as many as it asked for, one an epoch.</summary>
/// <remarks>
/// How many epochs a training takes, and how many of them belong to a last round, is its own business: a caller's epoch
/// n of N is over when n/N of them are. Callers take the last model, or that of the best epoch of the curve.
/// </remarks>
/// <param name="prefix">What the models' names begin with; null to write none.</param>
/// <param name="count">How many there are, N.</param>
internal sealed class TopazModels(string? prefix, int count)
{
    /// <summary>Epochs of the caller's that are over.</summary>
    public int Written { get; private set; }

    /// <summary>The name of a model: as many digits as log10(N) has, rounded up.</summary>
    /// <param name="prefix">What it begins with.</param>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="count">How many there are.</param>
    public static string PathOf(string prefix, int epoch, int count)
    {
        int digits = (int)Math.Ceiling(Math.Log10(count));
        return $"{prefix}_epoch{epoch.ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0')}.sav";
    }

    /// <summary>Writes the models of the epochs that are over now.</summary>
    /// <param name="share">How much of the training is over, 0 to 1.</param>
    /// <param name="model">Makes the model.</param>
    /// <returns>The caller's epochs that have ended.</returns>
    /// <exception cref="IOException">A model could not be written.</exception>
    public IReadOnlyList<int> Reach(double share, Func<PickingModel> model)
    {
        // Rounding must not keep an epoch back that is over.
        int reached = Math.Min(count, (int)Math.Floor((share * count) + 1e-9));
        List<int> ended = [];
        for (; Written < reached; Written++)
        {
            ended.Add(Written + 1);
            Write(Written + 1, model());
        }

        return ended;
    }

    /// <summary>Writes the model of the last epoch once more, as the training has finished it.</summary>
    /// <param name="model">The model.</param>
    /// <exception cref="IOException">It could not be written.</exception>
    public void Finish(PickingModel model) => Write(count, model);

    private void Write(int epoch, PickingModel model)
    {
        if (prefix is not null)
        {
            AtomicFile.Write(PathOf(prefix, epoch, count), stream => ModelFile.Write(stream, model));
        }
    }
}
