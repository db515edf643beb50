using System.Runtime.CompilerServices;

namespace DeepEM.Kernels.Memory;

/// <summary>The checks that every backend makes before anything runs; each failure is an argument exception.</summary>
internal static class Require
{
    /// <summary>A flat tensor of exactly this many values.</summary>
    public static void Flat(
        Tensor tensor, long length, [CallerArgumentExpression(nameof(tensor))] string? name = null)
    {
        ArgumentNullException.ThrowIfNull(tensor, name);
        if (tensor.Images != new ImageShape(1, 1, 1, checked((int)length)))
        {
            throw new ArgumentException($"{tensor.Images} where {length} flat values are needed.", name);
        }
    }

    /// <summary>Images of exactly these extents, of which there may be more than are needed.</summary>
    public static void Images(
        Tensor tensor, ImageShape images, [CallerArgumentExpression(nameof(tensor))] string? name = null)
    {
        ArgumentNullException.ThrowIfNull(tensor, name);
        ImageShape found = tensor.Images;
        if (found.Batch < images.Batch || found with { Batch = images.Batch } != images)
        {
            throw new ArgumentException($"{found} where {images} is needed.", name);
        }
    }

    /// <summary>At least one of everything.</summary>
    public static void Extents(ImageShape images, string name)
    {
        if (images.Batch < 1 || images.Channels < 1 || images.Height < 1 || images.Width < 1)
        {
            throw new ArgumentException($"{images} has an extent below 1.", name);
        }
    }

    /// <summary>A value that its enumeration names.</summary>
    public static TEnum Defined<TEnum>(
        TEnum value, [CallerArgumentExpression(nameof(value))] string? name = null)
        where TEnum : struct, Enum =>
        Enum.IsDefined(value)
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"No such {typeof(TEnum).Name}.");
}
