using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Coordinates;

/// <summary>Any picks, written in any format that can hold them, read back equal within the format's precision.
/// </summary>
[Category(TestCategory.Smoke)]
public sealed class RoundTripTests
{
    private const int Tests = 100;

    // Letters that mean something in one format or another.
    private const string Letters = "ab7.-_ /\\'\"#;,:=@{}[]<>|%()éß電";

    // Places nearer than this may become one in single precision, and a reader keeps one of them.
    private const double LeastDistance = 0.05;

    private static readonly CoordinateFormat[] _formats = Enum.GetValues<CoordinateFormat>();

    private static readonly Config _config = Config.QuickThrowOnFailure
        .WithMaxTest(Tests)
        .WithReplay(FSharpOption<Replay>.Some(new Replay(new Rnd(20260, 517), FSharpOption<int>.None)));

    [TestCaseSource(nameof(_formats))]
    public void Picks_written_read_back_equal(CoordinateFormat format) =>
        Prop.ForAll(Sets(format).ToArbitrary(), picks => ReadsBack(format, picks)).Check(_config);

    [Test]
    public void A_place_goes_through_binning_mirrors_and_fractions_and_back()
    {
        Gen<(Particle Particle, int Binning, int Width)> places =
            from particle in Particles()
            from binning in Gen.Choose(1, 64)
            from width in Gen.Choose(1, 12_000)
            select (particle, binning, width);
        Prop.ForAll(places.ToArbitrary(), one =>
        {
            double binning = one.Binning / 4.0;
            BinnedPosition binned = CoordinateFrame.ToBinned(one.Particle.X, one.Particle.Y, binning);
            Particle unbinned = CoordinateFrame.ToMicrograph(binned, binning, one.Particle.FigureOfMerit);
            Particle turned = CoordinateFrame.FlipRows(CoordinateFrame.FlipRows(one.Particle, one.Width), one.Width);
            MicrographSize size = new(one.Width, one.Width + 7);
            (double x, double y) = CoordinateFrame.ToFractions(one.Particle, size);
            Particle whole = CoordinateFrame.FromFractions(x, y, size, one.Particle.FigureOfMerit);
            return Near(unbinned, one.Particle, 1e-9) && Near(turned, one.Particle, 1e-9)
                && Near(whole, one.Particle, 1e-9);
        }).Check(_config);
    }

    private static bool ReadsBack(CoordinateFormat format, MicrographPicks[] picks)
    {
        using MemoryStream stream = new();
        CoordinateFileWriter.Write(stream, format, picks);
        string name = CoordinateFormats.FileName(format, "mic");
        CoordinateFile read = CoordinateFileReader.Parse(name, stream.ToArray(), []);
        MicrographPicks[] expected = [.. picks.Where(one => one.Particles.Count > 0)];
        return read.Micrographs.Count == expected.Length
            && read.HasNames == CoordinateFormats.HoldsMany(format)
            && expected.Zip(read.Micrographs).All(pair => Equal(format, pair.First, pair.Second));
    }

    private static bool Equal(CoordinateFormat format, MicrographPicks written, MicrographPicks read)
    {
        string name = !CoordinateFormats.HoldsMany(format) ? ""
            : format == CoordinateFormat.Topaz ? written.Stem
            : written.Micrograph;
        double? pixelSizeError = read.PixelSizeAngstrom - written.PixelSizeAngstrom;
        bool keepsPixelSize = format is CoordinateFormat.RelionParticles or CoordinateFormat.RelionOld;
        return read.Micrograph == name
            && read.Particles.Count == written.Particles.Count
            && written.Particles.Zip(read.Particles).All(pair => Equal(format, pair.First, pair.Second, written))
            && (!keepsPixelSize || Math.Abs(pixelSizeError!.Value) <= 1e-14 * written.PixelSizeAngstrom)
            && (!CoordinateFormats.NeedsBoxSize(format) || read.BoxSize == written.BoxSize)
            && (!CoordinateFormats.NeedsMicrographSize(format) || read.Size == written.Size);
    }

    // Texts hold every digit; a corner loses what half a box costs in double precision; cryoSPARC has single precision.
    private static bool Equal(CoordinateFormat format, Particle written, Particle read, MicrographPicks picks) =>
        format switch
        {
            CoordinateFormat.Box or CoordinateFormat.Cbox or CoordinateFormat.CboxOld =>
                Near(read, written, 1e-12 * (1 + Math.Abs(written.X) + Math.Abs(written.Y) + picks.BoxSize!.Value)),
            CoordinateFormat.CryoSparc =>
                read.FigureOfMerit == (float)written.FigureOfMerit
                && Math.Abs(read.X - written.X) <= Math.ScaleB(picks.Size!.Value.Width + Math.Abs(written.X), -23)
                && Math.Abs(read.Y - written.Y) <= Math.ScaleB(picks.Size!.Value.Height + Math.Abs(written.Y), -23),
            _ => read == written,
        };

    private static bool Near(Particle one, Particle other, double allowed) =>
        Math.Abs(one.X - other.X) <= allowed
        && Math.Abs(one.Y - other.Y) <= allowed
        && one.FigureOfMerit == other.FigureOfMerit;

    private static Gen<MicrographPicks[]> Sets(CoordinateFormat format)
    {
        Gen<MicrographPicks> one =
            from name in Names()
            from particles in Particles().ListOf()
            from box in Gen.Choose(1, 2000)
            from width in Gen.Choose(1, 12_000)
            from height in Gen.Choose(1, 12_000)
            from pixelSize in Gen.Choose(1, 9999)
            select new MicrographPicks(name, "", Apart(particles))
            {
                BoxSize = box / 4.0,
                Size = new MicrographSize(width, height),
                PixelSizeAngstrom = pixelSize / 997.0,
            };
        return CoordinateFormats.HoldsMany(format)
            ? one.Where(picks => CoordinateFileWriter.CanHold(format, picks.Micrograph))
                .ArrayOf()
                .Select(all => all.DistinctBy(picks => picks.Stem).ToArray())
            : one.Select(picks => new[] { picks });
    }

    private static Gen<string> Names() =>
        from folder in Gen.Elements("", "job/", "Motion Corr/job002/")
        from letters in Gen.Elements(Letters.ToCharArray()).NonEmptyListOf()
        from ending in Gen.Elements("", ".mrc", ".tif")
        let name = folder + new string([.. letters]) + ending
        where FileStem.Of(name).Length > 0
        select name;

    private static Gen<Particle> Particles()
    {
        Gen<double> coordinate = Gen.OneOf(
            Gen.Choose(-100, 12_000).Select(value => (double)value),
            Gen.Choose(-1_000_000, 12_000_000).Select(value => value / 997.0),
            Gen.Choose(0, 1_000_000).Select(value => value * 1e-9),
            Gen.Choose(1, 1000).Select(value => value * 1234.5678901234567));
        Gen<double> score = Gen.OneOf(
            Gen.Constant(0.0),
            Gen.Choose(0, 1000).Select(value => value / 999.0),
            Gen.Choose(-50_000, 50_000).Select(value => (value / 1234.5) + 1e-7));
        return from x in coordinate from y in coordinate from merit in score select new Particle(x, y, merit);
    }

    private static List<Particle> Apart(IEnumerable<Particle> particles)
    {
        List<Particle> apart = [];
        foreach (Particle particle in particles)
        {
            bool isFree = apart.TrueForAll(other =>
                Math.Abs(other.X - particle.X) > LeastDistance || Math.Abs(other.Y - particle.Y) > LeastDistance);
            if (isFree)
            {
                apart.Add(particle);
            }
        }

        return apart;
    }
}
