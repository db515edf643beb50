namespace DeepEM.Engine.Micrographs.Png;

/// <summary>The check sum of a PNG's chunks: CRC-32 with the polynomial of ISO 3309, lowest bit first.</summary>
internal static class PngChecksum
{
    private const uint Polynomial = 0xEDB88320;

    private static readonly uint[] _table = MakeTable();

    /// <summary>The state before the first byte.</summary>
    public static uint Start => uint.MaxValue;

    /// <summary>Takes bytes in.</summary>
    /// <param name="state">The state so far.</param>
    /// <param name="bytes">The bytes.</param>
    /// <returns>The new state.</returns>
    public static uint Continue(uint state, ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
        {
            state = _table[(byte)(state ^ value)] ^ (state >> 8);
        }

        return state;
    }

    /// <summary>The check sum of all bytes taken in.</summary>
    /// <param name="state">The state after the last byte.</param>
    public static uint End(uint state) => ~state;

    private static uint[] MakeTable()
    {
        uint[] table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            uint value = i;
            for (int bit = 0; bit < 8; bit++)
            {
                value = (value & 1) != 0 ? Polynomial ^ (value >> 1) : value >> 1;
            }

            table[i] = value;
        }

        return table;
    }
}
