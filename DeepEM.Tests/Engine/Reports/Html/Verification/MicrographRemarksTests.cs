using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Reports.Html.Verification;
using DeepEM.Engine.Verification.Results;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Reports.Html.Verification;

[TestFixture]
public sealed class MicrographRemarksTests
{
    private static readonly VerifiedMicrograph _usual = new("a.mrc", "a.mrc", new MicrographSize(4096, 4096), 1)
    {
        Picks = 100,
        ExpectedParticles = 80,
        FreeShare = 0.3,
    };

    [Test]
    public void Nothing_is_odd_about_micrographs_that_are_alike()
    {
        // The counts of a Poisson distribution of mean 100: all within three deviations.
        int[] counts = [100, 92, 108, 115, 85, 101, 97, 110];

        Assert.That(Remarks([.. counts.Select(n => _usual with { Picks = n })]), Has.All.Empty);
    }

    [TestCase(400, "many more picks")]
    [TestCase(20, "far fewer picks")]
    [TestCase(0, "no picks")]
    public void Counts_far_from_the_usual_are_odd(int picks, string remark)
    {
        IReadOnlyList<IReadOnlyList<string>> remarks =
            Remarks([.. Enumerable.Repeat(_usual, 6), _usual with { Picks = picks, ExpectedParticles = 0.8 * picks }]);

        Assert.Multiple(() =>
        {
            Assert.That(remarks.Take(6), Has.All.Empty);
            Assert.That(remarks[6], Has.One.StartsWith(remark));
        });
    }

    [Test]
    public void Two_micrographs_of_unlike_counts_are_not_called_odd() =>
        Assert.That(Remarks([_usual, _usual with { Picks = 400, ExpectedParticles = 300 }]), Has.All.Empty);

    [Test]
    public void Each_oddity_is_said()
    {
        VerifiedMicrograph odd = _usual with
        {
            LooksDenoised = true,
            ExpectedParticles = 30,
            MaskedShare = 0.7,
            FreeShare = 0.02,
            IsInverted = true,
        };

        Assert.That(
            Remarks([_usual, _usual, odd])[2],
            Is.EqualTo(
            [
                "looks denoised: the noise estimate does not hold here",
                "fewer than half of its picks are likely particles",
                "70\u00a0% of it is masked",
                "hardly any free ice: what is noise here was estimated from few pixels",
                "its contrast is the other way round than in most micrographs",
            ]));
    }

    private static IReadOnlyList<IReadOnlyList<string>> Remarks(IReadOnlyList<VerifiedMicrograph> micrographs) =>
        MicrographRemarks.Of(new VerificationResult
        {
            DiameterAngstrom = 100,
            Micrographs = micrographs,
            Picks = [],
            NoiseRates = [new NoiseRatePoint(0, 100, 10, 0.1, 0.05, 0.15, 0.1, 0.1)],
        });
}
