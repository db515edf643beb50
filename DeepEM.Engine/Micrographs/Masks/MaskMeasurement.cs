using System.Buffers;
using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Micrographs.Preparation;

namespace DeepEM.Engine.Micrographs.Masks;

/// <summary>What decides where on a micrograph not to pick, before limits are applied.</summary>
/// <remarks>
/// Everything is measured on cells of a tenth of a diameter. Padding (<see cref="PaddedBorder"/>) is left out of the
/// rest, so that its streaks do not count as lumps; lumps (<see cref="OutlierCells"/>) are left out of the texture
/// (<see cref="TextureRegions"/>). It costs a few milliseconds.
/// </remarks>
public sealed class MaskMeasurement
{
    private const double CellsPerDiameter = 10;

    // The least step of a film is as much as the usual limit of the texture.
    private const double FilmTexturePerStep = 2;

    private readonly CellGrid _grid;
    private readonly PaddedBorder _border;
    private readonly double _diameter;
    private readonly double _binning;
    private readonly int _height;
    private readonly int _width;
    private readonly OutlierCells _outliers;
    private readonly CarbonFilm? _film;
    private (MaskLimits Limits, MaskReason[] Outliers, CellGrid Specimen)? _ground;

    private MaskMeasurement(PaddedBorder border, PreparedMicrograph image, double diameter, CarbonFilm? film)
    {
        _film = film;
        (_height, _width, _binning) = (image.OriginalHeight, image.OriginalWidth, image.Binning);
        (_border, _diameter) = (border, diameter);
        _grid = new CellGrid(image, Math.Max(1, (int)Math.Round(diameter / CellsPerDiameter)));
        if (_border != default)
        {
            MaskReason[] cells = Empty();
            MarkBorder(cells.AsSpan(0, Count), leastDistance: 0);
            CellGrid whole = _grid;
            _grid = whole.Without(cells);
            whole.Recycle();
            ArrayPool<MaskReason>.Shared.Return(cells);
        }

        _outliers = new OutlierCells(_grid, diameter);
    }

    /// <summary>Measures a micrograph.</summary>
    /// <param name="micrograph">The micrograph as read.</param>
    /// <param name="image">The same, prepared.</param>
    /// <param name="diameter">Particle diameter, binned pixels.</param>
    /// <returns>The measurement.</returns>
    public static MaskMeasurement Of(Micrograph micrograph, PreparedMicrograph image, double diameter)
    {
        ArgumentNullException.ThrowIfNull(micrograph);
        ArgumentNullException.ThrowIfNull(image);
        PaddedBorder border = PaddedBorder.Of(micrograph);
        return Of(border, image, diameter, Film(BinnedMicrograph.Of(micrograph), border, diameter * image.Binning));
    }

    /// <summary>Measures a micrograph whose border has been measured.</summary>
    /// <param name="border">Its border.</param>
    /// <param name="image">The micrograph, prepared.</param>
    /// <param name="diameter">Particle diameter, binned pixels.</param>
    /// <returns>The measurement.</returns>
    public static MaskMeasurement Of(PaddedBorder border, PreparedMicrograph image, double diameter) =>
        Of(border, image, diameter, film: null);

    /// <summary>Looks for a film of carbon that differs from the ice by its grey level.</summary>
    /// <param name="micrograph">The micrograph, in full or binned, not flattened.</param>
    /// <param name="border">Its padding.</param>
    /// <param name="diameter">Particle diameter, original pixels.</param>
    /// <param name="isBright">Whether particles, and so films, are brighter than the ice.</param>
    /// <returns>The film, or null.</returns>
    internal static CarbonFilm? Film(
        BinnedMicrograph micrograph, PaddedBorder border, double diameter, bool isBright = false)
    {
        var levels = new BlockLevels(micrograph, border, diameter);
        var film = CarbonFilm.Of(levels, isBright);
        levels.Recycle();
        return film;
    }

    /// <summary>Measures a micrograph of which border and film have been measured.</summary>
    /// <param name="border">Its border.</param>
    /// <param name="image">The micrograph, prepared.</param>
    /// <param name="diameter">Particle diameter, binned pixels.</param>
    /// <param name="film">Its film of carbon, or null.</param>
    /// <returns>The measurement.</returns>
    internal static MaskMeasurement Of(
        PaddedBorder border, PreparedMicrograph image, double diameter, CarbonFilm? film)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(diameter);
        return new MaskMeasurement(border, image, diameter, film);
    }

    /// <summary>Finds where not to pick, and keeps nothing of the measurement.</summary>
    /// <param name="border">The micrograph's border.</param>
    /// <param name="image">The micrograph, prepared.</param>
    /// <param name="diameter">Particle diameter, binned pixels.</param>
    /// <param name="limits">From where on a place is no longer picked.</param>
    /// <param name="film">The carbon film on it, or null.</param>
    internal static MicrographMask MaskOf(
        PaddedBorder border, PreparedMicrograph image, double diameter, MaskLimits limits, CarbonFilm? film = null)
    {
        MaskMeasurement measurement = Of(border, image, diameter, film);
        MicrographMask mask = measurement.Mask(limits);
        measurement.Recycle();
        return mask;
    }

    /// <summary>Applies limits.</summary>
    /// <param name="limits">From where on a place is no longer picked.</param>
    /// <returns>Where not to pick.</returns>
    public MicrographMask Mask(MaskLimits limits)
    {
        (MaskReason[] outliers, CellGrid specimen) = Ground(limits);
        MaskReason[] rented = ArrayPool<MaskReason>.Shared.Rent(Count);
        Span<MaskReason> cells = rented.AsSpan(0, Count);
        outliers.AsSpan(0, Count).CopyTo(cells);
        var textures = new TextureRegions(specimen, _diameter);
        textures.Mark(limits.Texture, cells, _grid.Columns);
        textures.Recycle();
        MarkFilm(cells, limits);
        MarkBorder(cells, limits.BorderDistance * _diameter * _binning);
        return MicrographMask.OfRented(_grid.Rows, _grid.Columns, _grid.Side * _binning, rented);
    }

    /// <summary>Level of a place.</summary>
    /// <param name="place">The place, original pixels.</param>
    /// <returns>Distance from the median in spreads; 0 within padding.</returns>
    public double Level(Particle place)
    {
        (int row, int column) = Cell(place);
        return _outliers.At(row, column);
    }

    /// <summary>Textures of places.</summary>
    /// <param name="places">The places, original pixels.</param>
    /// <param name="limits">What is a lump, and left out.</param>
    /// <returns>Distance from the median in spreads for each; 0 where too little is left to tell.</returns>
    public IEnumerable<double> TexturesAt(IEnumerable<Particle> places, MaskLimits limits)
    {
        var textures = new TextureRegions(Ground(limits).Specimen, _diameter);
        return places.Select(place =>
        {
            (int row, int column) = Cell(place);
            return Math.Max(textures.At(row, column), _film?.Covers(place.X, place.Y) == true ? FilmTexture : 0);
        });
    }

    /// <summary>How far a place lies from the nearest padded border.</summary>
    /// <param name="place">The place, original pixels.</param>
    /// <returns>Diameters to the cell's centre; negative within the padding, infinite where there is none.</returns>
    public double BorderDistance(Particle place)
    {
        (int row, int column) = Cell(place);
        return BorderDistance(row, column) / _binning / _diameter;
    }

    /// <summary>Leaves the memory to the next measurement; this one is not to be used any more.</summary>
    internal void Recycle()
    {
        if (_ground is { } ground && ground.Specimen != _grid)
        {
            ground.Specimen.Recycle();
        }

        ArrayPool<MaskReason>.Shared.Return(_ground?.Outliers ?? []);
        _ground = null;
        _outliers.Recycle();
        _grid.Recycle();
    }

    private int Count => _grid.Rows * _grid.Columns;

    // At least as many as there are cells.
    private MaskReason[] Empty()
    {
        MaskReason[] cells = ArrayPool<MaskReason>.Shared.Rent(Count);
        cells.AsSpan(0, Count).Clear();
        return cells;
    }

    // Mask and textures ask for the same.
    private (MaskReason[] Outliers, CellGrid Specimen) Ground(MaskLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        if (_ground is { } known && known.Limits == limits)
        {
            return (known.Outliers, known.Specimen);
        }

        MaskReason[] cells = Empty();
        IReadOnlyList<int> particles = _outliers.Mark(limits, cells.AsSpan(0, Count));
        CellGrid specimen = Specimen(cells.AsSpan(0, Count), particles);
        ArrayPool<MaskReason>.Shared.Return(_ground?.Outliers ?? []);
        _ground = (limits, cells, specimen);
        return (cells, specimen);
    }

    // Strong particles are picked, but their flanks are no texture.
    private CellGrid Specimen(ReadOnlySpan<MaskReason> outliers, IReadOnlyList<int> particles)
    {
        if (particles.Count == 0)
        {
            return outliers.ContainsAnyExcept(MaskReason.None) ? _grid.Without(outliers) : _grid;
        }

        MaskReason[] cells = Empty();
        outliers.CopyTo(cells);
        foreach (int cell in particles)
        {
            cells[cell] = MaskReason.Outlier;
        }

        CellGrid specimen = _grid.Without(cells);
        ArrayPool<MaskReason>.Shared.Return(cells);
        return specimen;
    }

    // Labels on a film raise the limit beyond what stands for it.
    private double FilmTexture => FilmTexturePerStep * (_film?.Step ?? 0);

    private void MarkFilm(Span<MaskReason> cells, MaskLimits limits)
    {
        if (FilmTexture <= limits.Texture)
        {
            return;
        }

        double side = _grid.Side * _binning;
        double toCentre = (side - 1) / 2;
        for (int cell = 0; cell < cells.Length; cell++)
        {
            (int row, int column) = Math.DivRem(cell, _grid.Columns);
            cells[cell] |= _film!.Covers((column * side) + toCentre, (row * side) + toCentre)
                ? MaskReason.Texture
                : MaskReason.None;
        }
    }

    private void MarkBorder(Span<MaskReason> cells, double leastDistance)
    {
        if (_border == default)
        {
            return;
        }

        // The distance is the lesser of that from above or below and that from the sides.
        bool[] isBorder =
            [.. Enumerable.Range(0, _grid.Columns).Select(j => BorderDistance(_grid.Rows / 2, j) < leastDistance)];
        for (int i = 0; i < _grid.Rows; i++)
        {
            bool isBorderRow = BorderDistance(i, _grid.Columns / 2) < leastDistance;
            for (int j = 0; j < _grid.Columns; j++)
            {
                cells[(i * _grid.Columns) + j] |=
                    isBorderRow || isBorder[j] ? MaskReason.PaddedBorder : MaskReason.None;
            }
        }
    }

    // Of a cell's centre, original pixels.
    private double BorderDistance(int row, int column)
    {
        double side = _grid.Side * _binning;
        double toCentre = (side - 1) / 2;
        return _border.Distance((column * side) + toCentre, (row * side) + toCentre, _height, _width);
    }

    private (int Row, int Column) Cell(Particle place)
    {
        double side = _grid.Side * _binning;
        return (
            Math.Clamp((int)Math.Floor((place.Y + 0.5) / side), 0, _grid.Rows - 1),
            Math.Clamp((int)Math.Floor((place.X + 0.5) / side), 0, _grid.Columns - 1));
    }
}
