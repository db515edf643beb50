using System.Buffers.Binary;
using System.Numerics;

namespace DeepEM.Engine.Foundation.Files;

/// <summary>SHA-256 (FIPS 180-4) in plain code, for the few hundred kilobytes that are hashed at every start.</summary>
/// <remarks>
/// The platform's own is faster from a few megabytes on, but loads a library of the system first (OpenSSL): some 20 ms,
/// a tenth of what picking a small micrograph takes. Large data is hashed there.
/// </remarks>
internal static class Sha256Digest
{
    /// <summary>Bytes of a digest.</summary>
    public const int Length = 32;

    private const int BlockLength = 64;
    private const int Rounds = 64;

    // The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
    private static ReadOnlySpan<uint> Constants =>
    [
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    ];

    /// <summary>The digest of bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <returns>A new array of <see cref="Length"/> bytes.</returns>
    public static byte[] Of(ReadOnlySpan<byte> bytes)
    {
        Span<uint> state =
        [
            0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
        ];
        int whole = bytes.Length / BlockLength * BlockLength;
        for (int start = 0; start < whole; start += BlockLength)
        {
            Add(state, bytes.Slice(start, BlockLength));
        }

        // The rest, a set bit, zeros, and the number of bits in the last eight bytes.
        Span<byte> end = stackalloc byte[2 * BlockLength];
        end.Clear();
        ReadOnlySpan<byte> rest = bytes[whole..];
        rest.CopyTo(end);
        end[rest.Length] = 0x80;
        int blocks = rest.Length + 1 + sizeof(ulong) > BlockLength ? 2 : 1;
        BinaryPrimitives.WriteUInt64BigEndian(end[((blocks * BlockLength) - sizeof(ulong))..], (ulong)bytes.Length * 8);
        for (int block = 0; block < blocks; block++)
        {
            Add(state, end.Slice(block * BlockLength, BlockLength));
        }

        byte[] digest = new byte[Length];
        for (int i = 0; i < state.Length; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(digest.AsSpan(i * sizeof(uint)), state[i]);
        }

        return digest;
    }

    private static void Add(Span<uint> state, ReadOnlySpan<byte> block)
    {
        Span<uint> words = stackalloc uint[Rounds];
        for (int i = 0; i < 16; i++)
        {
            words[i] = BinaryPrimitives.ReadUInt32BigEndian(block[(i * sizeof(uint))..]);
        }

        for (int i = 16; i < Rounds; i++)
        {
            uint early = words[i - 15];
            uint late = words[i - 2];
            uint low = BitOperations.RotateRight(early, 7) ^ BitOperations.RotateRight(early, 18) ^ (early >> 3);
            uint high = BitOperations.RotateRight(late, 17) ^ BitOperations.RotateRight(late, 19) ^ (late >> 10);
            words[i] = words[i - 16] + low + words[i - 7] + high;
        }

        (uint a, uint b, uint c, uint d) = (state[0], state[1], state[2], state[3]);
        (uint e, uint f, uint g, uint h) = (state[4], state[5], state[6], state[7]);
        ReadOnlySpan<uint> constants = Constants;
        for (int i = 0; i < Rounds; i++)
        {
            uint high = BitOperations.RotateRight(e, 6) ^ BitOperations.RotateRight(e, 11)
                ^ BitOperations.RotateRight(e, 25);
            uint first = h + high + ((e & f) ^ (~e & g)) + constants[i] + words[i];
            uint low = BitOperations.RotateRight(a, 2) ^ BitOperations.RotateRight(a, 13)
                ^ BitOperations.RotateRight(a, 22);
            uint second = low + ((a & b) ^ (a & c) ^ (b & c));
            (h, g, f, e, d, c, b, a) = (g, f, e, d + first, c, b, a, first + second);
        }

        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
        state[5] += f;
        state[6] += g;
        state[7] += h;
    }
}
