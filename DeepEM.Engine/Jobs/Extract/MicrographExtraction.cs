using System.Globalization;
using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Extraction;
using DeepEM.Engine.Micrographs.Mrc;

namespace DeepEM.Engine.Jobs.Extract;

/// <summary>Cuts the particles out of one micrograph after the other, on several threads, and writes its stack.
/// </summary>
/// <remarks>
/// In memory are one micrograph and a batch of boxes. Threads share a batch, and boxes are written in the order of the
/// picks, so the bytes do not depend on the number of threads.
/// </remarks>
internal sealed class MicrographExtraction
{
    // Enough boxes that threads seldom wait for each other, and no more memory than a small micrograph takes.
    private const int MostBoxesPerThread = 16;
    private const long MostBatchBytes = 1 << 26;

    private readonly ExtractionSettings _settings;
    private readonly MicrographReading _reading;
    private readonly BoxCutter[] _cutters;
    private readonly float[][] _boxes;
    private readonly bool[] _areNormal;
    private float[]? _pixels;

    /// <summary>Prepares what each thread works with.</summary>
    /// <param name="settings">What to do; valid.</param>
    public MicrographExtraction(ExtractionSettings settings)
    {
        _settings = settings;
        _reading = settings.Reading with { KeepsDamage = true };
        _cutters = [.. Enumerable.Range(0, settings.Threads).Select(_ => new BoxCutter(settings.Box))];
        int length = settings.Box.WrittenSide * settings.Box.WrittenSide;
        long most = Math.Min(MostBoxesPerThread * (long)settings.Threads, MostBatchBytes / (sizeof(float) * length));
        _boxes = [.. Enumerable.Range(0, (int)Math.Max(most, settings.Threads)).Select(_ => new float[length])];
        _areNormal = new bool[_boxes.Length];
    }

    /// <summary>Picks that were left out so far.</summary>
    public int LeftOut { get; private set; }

    /// <summary>Cuts out the particles of one micrograph and writes its stack.</summary>
    /// <param name="item">The micrograph with its picks.</param>
    /// <param name="warnings">Receives what was odd.</param>
    /// <param name="failures">Receives picks that lie outside.</param>
    /// <param name="token">Stops between two batches; no stack is written then.</param>
    /// <returns>What was written; null where no pick was left.</returns>
    /// <exception cref="InvalidFileException">The micrograph cannot be read, nobody knows its pixel size, a grey level
    /// does not fit, or a pick lies outside and the run is strict.</exception>
    /// <exception cref="IOException">The stack could not be written.</exception>
    public ExtractedMicrograph? Run(
        ExtractionItem item, List<Notice> warnings, List<InvalidFileException> failures, CancellationToken token)
    {
        using MicrographFile file = MicrographFile.Open(item.Source.Path, _reading);
        double pixelSize = PixelSizeOf(item, file.Header);
        MicrographSize size = new(file.Header.Width, file.Header.Height);
        Place[] inside = Inside(item, size, failures);
        if (inside.Length == 0)
        {
            return null;
        }

        // One of another size goes before its successor comes.
        _pixels = _pixels?.Length == size.Width * size.Height ? _pixels : null;
        Micrograph micrograph = file.Read(_pixels);
        _pixels = micrograph.Pixels;
        warnings.AddRange(micrograph.Warnings);
        Place[] sound = Sound(item, inside, size, warnings);
        if (sound.Length == 0)
        {
            return null;
        }

        OutputFolder.Make(Path.GetDirectoryName(item.Stack)!);
        int flat = 0;
        MrcStackWriter.Write(
            item.Stack,
            _settings.Box.WrittenSide,
            _settings.Box.PixelSizeOf(pixelSize),
            _settings.HalfFloats ? SampleType.Halves : SampleType.Floats,
            stack => flat = Cut(item, sound, size, stack, token));
        if (flat > 0)
        {
            warnings.Warn(item.Source.Path, NoticeCode.BlankImage, string.Create(
                CultureInfo.InvariantCulture,
                $"the background of {flat} of {sound.Length} boxes has one grey level, which is taken off, and they "
                + $"are not divided by its standard deviation"));
        }

        return new ExtractedMicrograph(item, [.. sound.Select(place => place.Particle)], pixelSize);
    }

    private double PixelSizeOf(ExtractionItem item, MicrographHeader header) =>
        ParticleCentres.Likely(_settings.PixelSizeAngstrom ?? item.Source.PixelSizeAngstrom)
        ?? ParticleCentres.Likely(ParticleCentres.Certain(item.Picks))
        ?? item.Source.RequirePixelSize(null, header);

    private Place[] Inside(ExtractionItem item, MicrographSize size, List<InvalidFileException> failures)
    {
        Place[] all = [.. item.Particles.Select(particle => Place.Of(item, particle, _settings.Box.Side))];
        Place[] inside = [.. all.Where(place => place.Window.Touches(size))];
        if (inside.Length < all.Length)
        {
            LeftOut += all.Length - inside.Length;
            (double x, double y) = item.PlaceOf(all.First(place => !place.Window.Touches(size)).Particle);
            InvalidFileException outside = new(
                item.Picks.Source,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{all.Length - inside.Length} of {all.Length} picks have no pixel of their box on the "
                    + $"{size.Width} x {size.Height} pixels of {item.Source.Name}, the first at ({x}, {y})"),
                code: NoticeCode.OutsideMicrograph);
            if (_settings.IsStrict)
            {
                throw outside;
            }

            failures.Add(outside);
        }

        return inside;
    }

    private Place[] Sound(ExtractionItem item, Place[] inside, MicrographSize size, List<Notice> warnings)
    {
        Place[] sound = [.. inside.Where(place => place.Window.IsSound(_pixels, size))];
        int damaged = inside.Length - sound.Length;
        if (damaged > 0)
        {
            LeftOut += damaged;
            warnings.Warn(item.Source.Path, NoticeCode.DamagedPixels, string.Create(
                CultureInfo.InvariantCulture,
                $"{damaged} of {inside.Length} picks left out: pixels of their boxes are NaN, infinite or beyond "
                + $"1e15"));
        }

        return sound;
    }

    private int Cut(
        ExtractionItem item, Place[] places, MicrographSize size, MrcStackWriter stack, CancellationToken token)
    {
        int flat = 0;
        ParallelOptions options = new() { MaxDegreeOfParallelism = _cutters.Length };
        for (int first = 0; first < places.Length; first += _boxes.Length)
        {
            token.ThrowIfCancellationRequested();
            int count = Math.Min(_boxes.Length, places.Length - first);
            ParallelLoop.For(Math.Min(_cutters.Length, count), options, worker =>
            {
                for (int i = worker; i < count; i += _cutters.Length)
                {
                    _areNormal[i] = _cutters[worker].Cut(_pixels, size, places[first + i].Window, _boxes[i]);
                }
            });
            for (int i = 0; i < count; i++)
            {
                RequireFit(item, _boxes[i]);
                stack.Add(_boxes[i]);
                flat += _areNormal[i] ? 0 : 1;
            }
        }

        return flat;
    }

    private void RequireFit(ExtractionItem item, float[] box)
    {
        float most = (float)Half.MaxValue;
        int far = _settings.HalfFloats ? Array.FindIndex(box, pixel => MathF.Abs(pixel) > most) : -1;
        if (far >= 0)
        {
            throw new InvalidFileException(item.Source.Path, string.Create(
                CultureInfo.InvariantCulture,
                $"a box has a grey level of {box[far]}, and 16-bit floats end at {most}; expected normalised boxes"));
        }
    }

    // A pick that is to be cut out, and which pixels it takes.
    private readonly record struct Place(Particle Particle, BoxWindow Window)
    {
        public static Place Of(ExtractionItem item, Particle particle, int side)
        {
            (double x, double y) = item.PlaceOf(particle);
            return new Place(particle, BoxWindow.Of(x, y, side));
        }
    }
}
