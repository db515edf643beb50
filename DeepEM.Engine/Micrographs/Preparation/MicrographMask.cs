using System.Buffers;
using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation;

namespace DeepEM.Engine.Micrographs.Preparation;

/// <summary>Where on a micrograph not to pick, and why: a map of square cells.</summary>
/// <remarks>
/// Cell (i, j) holds the original pixels of rows i·CellSize to (i + 1)·CellSize − 1, columns alike; the last row and
/// column of cells may reach over the border. A place belongs to the cell of the pixel it lies on; a place outside, to
/// the nearest cell.
/// </remarks>
public sealed class MicrographMask
{
    private const float LeastNonzero = 0.5f;

    // What the odds of a pick are divided by in a doubtful place.
    private const double OddsDivisor = 2;

    private readonly double _firstRow;
    private readonly bool _isRented;
    private MaskReason[] _cells;

    /// <summary>Makes a mask of cells.</summary>
    /// <param name="rows">Rows of cells, at least 1.</param>
    /// <param name="columns">Columns of cells, at least 1.</param>
    /// <param name="cellSize">Side of a cell, original pixels, at least 1.</param>
    /// <param name="cells">rows·columns reasons, row by row; kept, not copied.</param>
    /// <exception cref="ArgumentException">The number of cells does not fit.</exception>
    public MicrographMask(int rows, int columns, double cellSize, MaskReason[] cells)
        : this(rows, columns, cellSize, cells, firstRow: 0)
    {
        ArgumentNullException.ThrowIfNull(cells);
        if (cells.Length != rows * columns)
        {
            throw new ArgumentException($"There are {cells.Length} cells, expected {rows} x {columns}.", nameof(cells));
        }
    }

    private MicrographMask(
        int rows, int columns, double cellSize, MaskReason[] cells, double firstRow, bool isRented = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rows);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columns);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(cellSize);
        (Rows, Columns, CellSize, _cells, _firstRow, _isRented) = (rows, columns, cellSize, cells, firstRow, isRented);
    }

    /// <summary>Rows of cells.</summary>
    public int Rows { get; }

    /// <summary>Columns of cells.</summary>
    public int Columns { get; }

    /// <summary>Side of a cell, original pixels.</summary>
    public double CellSize { get; }

    /// <summary>Rows·Columns reasons, row by row.</summary>
    public ReadOnlySpan<MaskReason> Cells => _cells.AsSpan(0, Rows * Columns);

    /// <summary>Part of the cells that are masked, 0 to 1.</summary>
    public double Share => 1 - (Cells.Count(MaskReason.None) / (double)Cells.Length);

    /// <summary>Reads a mask that another program wrote as an image.</summary>
    /// <param name="image">The image, of the micrograph's extents or an integer binning of it; nonzero is 0.5 or more
    /// in magnitude, so that probabilities are cut in the middle.</param>
    /// <param name="height">Rows of the micrograph.</param>
    /// <param name="width">Columns of the micrograph.</param>
    /// <param name="keepsNonzero">Whether nonzero pixels are those to pick on; otherwise zero ones are.</param>
    /// <returns>The mask.</returns>
    /// <exception cref="InvalidFileException">The extents do not fit.</exception>
    public static MicrographMask Of(Micrograph image, int height, int width, bool keepsNonzero)
    {
        ArgumentNullException.ThrowIfNull(image);
        int binning = Math.Max(1, (int)Math.Round((double)width / image.Width));
        if (!Fits(image.Height, height, binning) || !Fits(image.Width, width, binning))
        {
            throw new InvalidFileException(
                image.Path,
                $"is a mask of {image.Width}×{image.Height} px, expected the {width}×{height} px of the micrograph, or "
                + "the same binned by a whole number");
        }

        return new MicrographMask(
            image.Height,
            image.Width,
            binning,
            Array.ConvertAll(
                image.Pixels,
                pixel => Math.Abs(pixel) >= LeastNonzero == keepsNonzero ? MaskReason.None : MaskReason.Given));
    }

    /// <summary>Why a place is masked.</summary>
    /// <param name="particle">The place, original pixels.</param>
    /// <returns>The reasons; none where it may be picked.</returns>
    public MaskReason At(Particle particle) => At(particle.X, particle.Y);

    /// <summary>Whether a place is masked.</summary>
    /// <param name="particle">The place, original pixels.</param>
    /// <returns>True where nothing is to be picked.</returns>
    public bool Covers(Particle particle) => At(particle) != MaskReason.None;

    /// <summary>How likely a pick is a particle, as far as it depends on where it lies.</summary>
    /// <param name="particle">The pick, original pixels; its figure of merit is a probability.</param>
    /// <returns>Its figure of merit, less in doubtful places, 0 in places that are surely not to be picked.</returns>
    public double Probability(Particle particle)
    {
        double probability = particle.FigureOfMerit;
        return At(particle) switch
        {
            MaskReason.None => probability,
            MaskReason.Outlier | MaskReason.Doubtful =>
                probability / (probability + ((1 - probability) * OddsDivisor)),
            _ => 0,
        };
    }

    /// <summary>The mask of the lower part of the micrograph.</summary>
    /// <param name="firstRow">Original row of this mask that becomes row 0.</param>
    /// <returns>A mask that shares the cells of this one.</returns>
    public MicrographMask From(double firstRow) => new(Rows, Columns, CellSize, _cells, _firstRow + firstRow);

    /// <summary>Everything that this mask or another covers, on the finer of their grids.</summary>
    /// <param name="other">A mask of the same micrograph.</param>
    /// <returns>The union, with the reasons of both.</returns>
    public MicrographMask With(MicrographMask other)
    {
        ArgumentNullException.ThrowIfNull(other);
        (MicrographMask fine, MicrographMask coarse) = CellSize <= other.CellSize ? (this, other) : (other, this);
        MaskReason[] cells = fine.Cells.ToArray();
        double toCentre = (fine.CellSize - 1) / 2;
        for (int i = 0; i < fine.Rows; i++)
        {
            double y = (i * fine.CellSize) + toCentre - fine._firstRow;
            for (int j = 0; j < fine.Columns; j++)
            {
                cells[(i * fine.Columns) + j] |= coarse.At((j * fine.CellSize) + toCentre, y);
            }
        }

        return new MicrographMask(fine.Rows, fine.Columns, fine.CellSize, cells, fine._firstRow);
    }

    /// <summary>Whether nothing is picked for a reason; in a doubtful place a pick is less likely a particle.</summary>
    /// <param name="reason">The reason.</param>
    public static bool IsSure(MaskReason reason) =>
        reason is not (MaskReason.None or (MaskReason.Outlier | MaskReason.Doubtful));

    /// <summary>The same mask in cells of whole pixels, as other programs read it.</summary>
    /// <param name="height">Rows of the micrograph.</param>
    /// <param name="width">Columns of the micrograph.</param>
    /// <returns>This mask where its cells are whole pixels; else one whose cells are a little smaller, masked where
    /// they lie within masked ones.</returns>
    public MicrographMask OnWholePixels(int height, int width)
    {
        int side = Math.Max(1, (int)Math.Floor(CellSize));
        if (side == CellSize)
        {
            return this;
        }

        (int rows, int columns) = ((height + side - 1) / side, (width + side - 1) / side);
        var cells = new MaskReason[checked(rows * columns)];
        for (int i = 0; i < cells.Length; i++)
        {
            (int left, int top) = (i % columns * side, i / columns * side);
            (int right, int bottom) = (left + side - 1, top + side - 1);
            MaskReason[] corners = [At(left, top), At(right, top), At(left, bottom), At(right, bottom)];
            cells[i] = corners.All(IsSure) ? corners[0] : corners.First(corner => !IsSure(corner));
        }

        return new MicrographMask(rows, columns, side, cells);
    }

    /// <summary>The mask pixel by pixel, as pictures take it.</summary>
    /// <param name="height">Rows of the original micrograph.</param>
    /// <param name="width">Columns of the original micrograph.</param>
    /// <returns>height·width values, true where nothing is to be picked.</returns>
    public bool[] ToPixels(int height, int width)
    {
        bool[] pixels = new bool[checked(height * width)];
        for (int y = 0; y < height; y++)
        {
            Span<bool> row = pixels.AsSpan(y * width, width);
            int cells = Row(y) * Columns;
            for (int x = 0; x < width; x++)
            {
                row[x] = _cells[cells + Math.Min((int)((x + 0.5) / CellSize), Columns - 1)] != MaskReason.None;
            }
        }

        return pixels;
    }

    /// <summary>Makes a mask of cells from the shared pool, of which there may be more than are needed.</summary>
    /// <param name="rows">Rows of cells.</param>
    /// <param name="columns">Columns of cells.</param>
    /// <param name="cellSize">Side of a cell, original pixels.</param>
    /// <param name="cells">The cells; the mask's from now on.</param>
    /// <returns>The mask.</returns>
    internal static MicrographMask OfRented(int rows, int columns, double cellSize, MaskReason[] cells) =>
        new(rows, columns, cellSize, cells, firstRow: 0, isRented: true);

    /// <summary>Leaves the memory to the next mask; this one, and parts of it, are not to be used any more.</summary>
    internal void Recycle()
    {
        if (_isRented)
        {
            ArrayPool<MaskReason>.Shared.Return(_cells);
            _cells = [];
        }
    }

    // Programs round the extents of what they bin up or down.
    private static bool Fits(int binned, int original, int binning) =>
        binned == original / binning || binned == (original + binning - 1) / binning;

    private MaskReason At(double x, double y) =>
        _cells[(Row(y) * Columns) + Math.Clamp((int)Math.Floor((x + 0.5) / CellSize), 0, Columns - 1)];

    private int Row(double y) => Math.Clamp((int)Math.Floor((y + 0.5 + _firstRow) / CellSize), 0, Rows - 1);
}
