using DeepEM.Engine.Foundation.Numerics;

namespace DeepEM.Fuzz;

/// <summary>Damages bytes as transfers, editors and people do, and as AFL++ does; equal seeds damage equally.</summary>
internal sealed class Mutator(long seed)
{
    private const int MostChanges = 6;

    // Ends of ranges, and what decides in headers and texts.
    private static readonly byte[][] _pieces =
    [
        [0, 0, 0, 0], [0xFF, 0xFF, 0xFF, 0xFF], [0xFF, 0xFF, 0xFF, 0x7F], [0, 0, 0, 0x80], [1, 0, 0, 0],
        [0, 0, 0xC0, 0x7F],
        .. ((string[])
        [
            "\n", "\r", "\0", "\"", "'", "{", "}", "[", "]", ",", "_", "#", "-1", "1e400", "nan", "inf", "0.5",
            "99999999999", "2147483648", "loop_\n", "data_\n", "\uFEFF", "null",
        ]).Select(System.Text.Encoding.UTF8.GetBytes),
    ];

    private readonly RandomSource _random = new(seed);

    /// <summary>Another file.</summary>
    /// <param name="file">A file; stays as it is.</param>
    /// <param name="other">Another one, of which pieces may be taken.</param>
    public byte[] Damage(byte[] file, byte[] other)
    {
        List<byte> bytes = [.. file];
        int changes = 1 + _random.NextInt32(MostChanges);
        for (int change = 0; change < changes; change++)
        {
            Change(bytes, other);
        }

        return [.. bytes];
    }

    private void Change(List<byte> bytes, byte[] other)
    {
        int at = _random.NextInt32(bytes.Count + 1);
        int length = Math.Min(1 + _random.NextInt32(_random.NextInt32(2) == 0 ? 4 : 200), bytes.Count - at);
        switch (_random.NextInt32(8))
        {
            case 0 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << _random.NextInt32(8));
                break;
            case 1 when at < bytes.Count:
                bytes[at] = (byte)_random.NextInt32(256);
                break;
            case 2:
                bytes.RemoveRange(at, length);
                break;
            case 3:
                bytes.InsertRange(at, bytes.GetRange(at, length));
                break;
            case 4:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 5:
                int from = _random.NextInt32(other.Length + 1);
                bytes.InsertRange(at, other.Skip(from).Take(length));
                break;
            case 6:
                bytes.InsertRange(at, _pieces[_random.NextInt32(_pieces.Length)]);
                break;
            default:
                byte[] piece = _pieces[_random.NextInt32(_pieces.Length)];
                for (int i = 0; i < piece.Length && at + i < bytes.Count; i++)
                {
                    bytes[at + i] = piece[i];
                }

                break;
        }
    }
}
