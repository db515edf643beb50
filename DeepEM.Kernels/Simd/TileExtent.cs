using System.Runtime.CompilerServices;

namespace DeepEM.Kernels.Simd;

/// <summary>The extents a register tile can have.</summary>
internal static class TileExtent
{
    /// <summary>1.</summary>
    internal readonly struct One : ITileExtent
    {
        /// <inheritdoc/>
        public static int Value
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => 1;
        }
    }

    /// <summary>2.</summary>
    internal readonly struct Two : ITileExtent
    {
        /// <inheritdoc/>
        public static int Value
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => 2;
        }
    }

    /// <summary>3.</summary>
    internal readonly struct Three : ITileExtent
    {
        /// <inheritdoc/>
        public static int Value
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => 3;
        }
    }

    /// <summary>4.</summary>
    internal readonly struct Four : ITileExtent
    {
        /// <inheritdoc/>
        public static int Value
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => 4;
        }
    }

    /// <summary>5.</summary>
    internal readonly struct Five : ITileExtent
    {
        /// <inheritdoc/>
        public static int Value
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => 5;
        }
    }

    /// <summary>6.</summary>
    internal readonly struct Six : ITileExtent
    {
        /// <inheritdoc/>
        public static int Value
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => 6;
        }
    }

    /// <summary>7.</summary>
    internal readonly struct Seven : ITileExtent
    {
        /// <inheritdoc/>
        public static int Value
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => 7;
        }
    }

    /// <summary>8.</summary>
    internal readonly struct Eight : ITileExtent
    {
        /// <inheritdoc/>
        public static int Value
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => 8;
        }
    }
}
