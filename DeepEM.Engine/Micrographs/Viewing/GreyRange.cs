using DeepEM.Engine.Foundation.Numerics;

namespace DeepEM.Engine.Micrographs.Viewing;

/// <summary>The grey levels that become black and white.</summary>
/// <param name="Low">The level of byte 0.</param>
/// <param name="High">The level of byte 255; as <paramref name="Low"/> where all levels are one.</param>
internal readonly record struct GreyRange(float Low, float High)
{
    /// <summary>What a byte is where there is nothing to show.</summary>
    public const byte Middle = 128;

    // So that few bright or dark spots take no part of the bytes, and the page can still show what they hide.
    private const double Rest = 0.001;
    private const float Margin = 0.25f;

    /// <summary>The range of a picture: all but a thousandth of its levels at either end, and a quarter of that range
    /// more on both sides.</summary>
    /// <param name="levels">At least one grey level, all finite.</param>
    public static GreyRange Of(ReadOnlySpan<float> levels)
    {
        (float low, float high) = Between(levels, Rest);
        float margin = Margin * (high - low);
        return new GreyRange(low - margin, high + margin);
    }

    /// <summary>The range between two ranks; between the least and the greatest where those are one.</summary>
    /// <param name="levels">At least one grey level, all finite.</param>
    /// <param name="rest">Part of the levels beyond either end, 0 to 0.5.</param>
    public static GreyRange Between(ReadOnlySpan<float> levels, double rest)
    {
        float[] sorted = levels.ToArray();
        int cut = (int)(rest * (sorted.Length - 1));
        float high = OrderStatistic.Select(sorted, sorted.Length - 1 - cut);
        float low = OrderStatistic.Select(sorted.AsSpan(0, sorted.Length - cut), cut);
        return high > low || rest == 0 ? new GreyRange(low, high) : Between(levels, 0);
    }

    /// <summary>Makes bytes of grey levels: black at the low end, white at the high one, cut off beyond.</summary>
    /// <param name="levels">Grey levels; NaN becomes mid-grey.</param>
    /// <param name="bytes">As many, overwritten; all mid-grey where the range is empty.</param>
    public void ToBytes(ReadOnlySpan<float> levels, Span<byte> bytes)
    {
        if (!(High > Low))
        {
            bytes.Fill(Middle);
            return;
        }

        float scale = byte.MaxValue / (High - Low);
        for (int i = 0; i < levels.Length; i++)
        {
            float value = (levels[i] - Low) * scale;
            bytes[i] = float.IsNaN(value) ? Middle : (byte)(Math.Clamp(value, 0, byte.MaxValue) + 0.5f);
        }
    }
}
