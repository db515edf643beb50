using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Jobs.Verify;
using DeepEM.Engine.Learning.Training;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Verification.Selection;

namespace DeepEM.Engine.Jobs.Train;

/// <summary>What a training learns from a verification that a person may have sorted.</summary>
/// <param name="Folder">The folder of the verification.</param>
public sealed record VerifiedTraining(string Folder)
{
    /// <summary>The good classes: a file with a number a line, or numbers with commas; null for those that verification
    /// holds for good.</summary>
    public string? Classes { get; init; }

    /// <summary>Brings the places of a verification together with micrographs.</summary>
    /// <param name="micrographs">The micrographs.</param>
    /// <param name="pixelSizeAngstrom">Pixel size of all of them; null to believe lists and headers.</param>
    /// <returns>One item for each micrograph, and what was odd.</returns>
    /// <exception cref="InvalidFileException">The folder is no verification, or the classes cannot be read.
    /// </exception>
    /// <exception cref="TrainingDataException">No micrograph has an accepted pick.</exception>
    public TrainingInput Load(IReadOnlyList<MicrographSource> micrographs, double? pixelSizeAngstrom)
    {
        ArgumentNullException.ThrowIfNull(micrographs);
        var verified = VerificationFolder.Read(Folder);
        IReadOnlyList<TrainingPlaces> places = TrainingEvidence.Of(
            verified.Result,
            Classes is null ? null : [.. ClassList.Read(Classes, verified.Result.Classes.Count)]);
        List<Notice> notices = [];
        IReadOnlyList<TrainingItem> items = TrainingItems.Match(
            micrographs,
            pixelSizeAngstrom,
            Set(place => place.Accepted),
            added: null,
            Set(place => place.Rejected),
            notices);
        return new TrainingInput(
            TrainingItems.WithIgnored(items, micrographs, Set(place => place.Ignored), notices),
            [.. notices.Distinct()]);

        PickSet Set(Func<TrainingPlaces, IReadOnlyList<Particle>> choose) => new(
            Folder, places.Select(place => new MicrographPicks(place.Micrograph, Folder, choose(place))), []);
    }
}
