using DeepEM.Engine.Micrographs.Optics;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Micrographs.Optics;

[TestFixture]
public sealed class ContrastTransferFunctionTests
{
    // Wavelengths of the textbooks (Reimer, Kohl, Transmission Electron Microscopy, table 2.2; 120 and 300 kV tables).
    [TestCase(100, 0.03701)]
    [TestCase(120, 0.03349)]
    [TestCase(200, 0.02508)]
    [TestCase(300, 0.01969)]
    public void Wavelength_is_relativistic(double kilovolt, double angstrom) =>
        Assert.That(
            new ContrastTransferFunction { VoltageKilovolt = kilovolt }.WavelengthAngstrom,
            Is.EqualTo(angstrom).Within(6e-6));

    [Test]
    public void Value_at_twenty_angstrom_is_that_worked_by_hand()
    {
        // 300 kV, Cs 2.7 mm, A 0.1, 15000 A underfocus, q = 0.05: λ = 0.0196875,
        // χ = π·0.0196875·15000·0.0025 − ½π·2.7e7·7.6308e-6·6.25e-6 = 2.319390 − 0.002023 = 2.317367,
        // −(√0.99·sin χ + 0.1·cos χ) = −(0.994987·0.734108 − 0.1·0.679032) = −0.662525; × exp(−60·0.0025/4) = 0.963194.
        var ctf = new ContrastTransferFunction();
        Assert.That(ctf.Evaluate(0.05, 0), Is.EqualTo(-0.662525 * 0.963194).Within(2e-4));
    }

    [Test]
    public void Zero_frequency_shows_the_amplitude_contrast_alone_and_is_dark() =>
        Assert.That(
            new ContrastTransferFunction { AmplitudeContrast = 0.07 }.Evaluate(0, 0),
            Is.EqualTo(-0.07).Within(1e-12));

    [Test]
    public void Underfocus_is_dark_and_overfocus_is_bright_at_low_frequency()
    {
        var underfocus = new ContrastTransferFunction { AmplitudeContrast = 0 };
        ContrastTransferFunction overfocus = underfocus with { DefocusUAngstrom = -15000, DefocusVAngstrom = -15000 };
        Assert.Multiple(() =>
        {
            Assert.That(underfocus.Evaluate(0.02, 0), Is.LessThan(-0.1));
            Assert.That(overfocus.Evaluate(0.02, 0), Is.GreaterThan(0.1));
        });
    }

    [Test]
    public void First_zero_lies_where_the_phase_is_pi()
    {
        // Without Cs and amplitude contrast sin(πλΔf·q²) = 0 first at q = 1/√(λΔf).
        var ctf = new ContrastTransferFunction { SphericalAberrationMillimetre = 0, AmplitudeContrast = 0 };
        double zero = 1 / Math.Sqrt(ctf.WavelengthAngstrom * 15000);
        Assert.Multiple(() =>
        {
            Assert.That(ctf.Evaluate(0, zero), Is.Zero.Within(1e-9));
            Assert.That(ctf.Evaluate(0, 0.99 * zero), Is.LessThan(-0.01));
            Assert.That(ctf.Evaluate(0, 1.01 * zero), Is.GreaterThan(0.01));
        });
    }

    [Test]
    public void Astigmatism_gives_each_direction_its_own_defocus()
    {
        var astigmatic = new ContrastTransferFunction
        {
            DefocusUAngstrom = 20000,
            DefocusVAngstrom = 10000,
            DefocusAngleDegree = 30,
        };
        static ContrastTransferFunction Round(double defocus) =>
            new() { DefocusUAngstrom = defocus, DefocusVAngstrom = defocus };

        double cosine = 0.04 * Math.Cos(Math.PI / 6);
        double sine = 0.04 * Math.Sin(Math.PI / 6);
        Assert.Multiple(() =>
        {
            Assert.That(astigmatic.Evaluate(cosine, sine), Is.EqualTo(Round(20000).Evaluate(0.04, 0)).Within(1e-9));
            Assert.That(astigmatic.Evaluate(-sine, cosine), Is.EqualTo(Round(10000).Evaluate(0.04, 0)).Within(1e-9));
        });
    }

    [Test]
    public void Impossible_optics_are_refused() => Assert.Multiple(() =>
    {
        Assert.That(
            () => new ContrastTransferFunction { VoltageKilovolt = 0 }.Validate(),
            Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(
            () => new ContrastTransferFunction { AmplitudeContrast = 1.1 }.Validate(),
            Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(
            () => new ContrastTransferFunction { DefocusUAngstrom = double.NaN }.Validate(),
            Throws.InstanceOf<ArgumentOutOfRangeException>());
    });
}
