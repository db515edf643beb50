using DeepEM.Kernels.Memory;

namespace DeepEM.Kernels.Pooling;

/// <summary>The extents of one pooling step over non-overlapping square windows.</summary>
/// <remarks>
/// <para>Ordinary pooling: output[n,c,i,j] = pool of input[n,c, i·S..i·S+S−1, j·S..j·S+S−1].</para>
/// <para>
/// Fragment pooling pools the same image once for each of the S·S places where the windows can begin, so that no
/// position is lost: image n becomes the S·S images (n·S + a)·S + b with
/// output[(n·S + a)·S + b, c, i, j] = pool of input[n,c, a+i·S..a+i·S+S−1, b+j·S..b+j·S+S−1].
/// A network evaluated so gives the score of every window of the input exactly, each computation shared
/// (max-pooling fragments: Giusti et al., ICIP 2013).
/// </para>
/// <para>Rows and columns that do not fill a window are left out.</para>
/// </remarks>
/// <param name="Batch">Images in the input batch, N.</param>
/// <param name="Channels">Channels of each image, C.</param>
/// <param name="InHeight">Rows of each input image, H.</param>
/// <param name="InWidth">Columns of each input image, W.</param>
/// <param name="Size">Side of the pooling window, S.</param>
/// <param name="Fragments">True for fragment pooling.</param>
public readonly record struct PoolingShape(
    int Batch, int Channels, int InHeight, int InWidth, int Size, bool Fragments)
{
    /// <summary>Rows of each output image.</summary>
    public int OutHeight => (Fragments ? InHeight - Size + 1 : InHeight) / Size;

    /// <summary>Columns of each output image.</summary>
    public int OutWidth => (Fragments ? InWidth - Size + 1 : InWidth) / Size;

    /// <summary>Images in the output: S·S for each input image when pooling into fragments.</summary>
    public int OutBatch => checked(Fragments ? Batch * Size * Size : Batch);

    /// <summary>Extents of the input.</summary>
    public ImageShape Input => new(Batch, Channels, InHeight, InWidth);

    /// <summary>Extents of the output.</summary>
    public ImageShape Output => new(OutBatch, Channels, OutHeight, OutWidth);

    /// <summary>Requires at least one whole pooling window.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    internal void RequireValid()
    {
        Require.Extents(Input, nameof(Input));
        if (Size < 1 || OutHeight < 1 || OutWidth < 1)
        {
            throw new ArgumentException($"{this}: no window fits into the image.");
        }
    }

    /// <summary>Requires ordinary pooling: fragments are for evaluation, nothing is trained through them.</summary>
    /// <exception cref="ArgumentException">It pools into fragments.</exception>
    internal void RequireNoFragments()
    {
        if (Fragments)
        {
            throw new ArgumentException($"There is no gradient of pooling into fragments ({this}).");
        }
    }

    /// <summary>For example "16×8×58×58 by 2".</summary>
    public override string ToString() => $"{Input} by {Size}{(Fragments ? " into fragments" : string.Empty)}";
}
