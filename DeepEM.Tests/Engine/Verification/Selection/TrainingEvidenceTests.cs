using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Verification.Results;
using DeepEM.Engine.Verification.Selection;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Verification.Selection;

public sealed class TrainingEvidenceTests
{
    [Test]
    public void Explained_and_likely_picks_of_good_classes_are_accepted_and_scored_ones_of_bad_classes_rejected()
    {
        IReadOnlyList<TrainingPlaces> places = TrainingEvidence.Of(VerifiedData.Result);

        Assert.That(places.Select(one => one.Micrograph), Is.EqualTo(
            VerifiedData.Result.Micrographs.Select(one => one.Name)));
        Assert.That(places[0].Accepted, Is.EqualTo(Places(0, 1, 2)));
        Assert.That(places[0].Rejected, Is.EqualTo(Places(4)));
        Assert.That(places[0].Ignored, Is.EqualTo(Places(3)), "its class does not explain it");
        Assert.That(places[1].Accepted.Concat(places[1].Rejected).Concat(places[1].Ignored), Is.Empty);
        Assert.That(places[2].Rejected, Is.EqualTo(Places(6)), "its class looks empty");
        Assert.That(places[2].Ignored, Is.EqualTo(Places(5, 7)), "unlikely; not scored");
    }

    [Test]
    public void Classes_that_a_person_found_good_hold_whatever_was_estimated()
    {
        IReadOnlyList<TrainingPlaces> places = TrainingEvidence.Of(VerifiedData.Result, [3]);

        Assert.That(places[0].Accepted, Is.EqualTo(Places(4)));
        Assert.That(places[0].Rejected, Is.EqualTo(Places(0, 1, 2, 3)));
        Assert.That(places[2].Rejected, Is.EqualTo(Places(5, 6)));
    }

    [Test]
    public void A_pick_without_a_class_is_in_doubt()
    {
        VerificationResult result = VerifiedData.Result with
        {
            Picks = [VerifiedData.Result.Picks[0] with { Class = 0 }],
        };

        Assert.That(TrainingEvidence.Of(result)[0].Ignored, Is.EqualTo(Places(0)));
        Assert.That(TrainingEvidence.Of(result)[0].Rejected, Is.Empty);
    }

    private static Particle[] Places(params int[] picks) =>
        [.. picks.Select(pick => VerifiedData.Result.Picks[pick].Particle)];
}
