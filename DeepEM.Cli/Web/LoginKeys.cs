using System.Runtime.CompilerServices;
using System.Text;

namespace DeepEM.Cli.Web;

/// <summary>Who may use the page: the keys in addresses, and the cookie that a browser gets for one of them.</summary>
/// <remarks>
/// All are new at every start, each of 128 random bits. The key of the printed address may be used again and again; the
/// one of the browser that the program starts, whose command line everybody on the machine can read, once. Guesses are
/// counted: after twenty wrong keys within a minute, wrong keys are not even compared.
/// </remarks>
/// <param name="clock">Tells the time.</param>
internal sealed class LoginKeys(TimeProvider clock)
{
    /// <summary>Wrong keys in a minute that are answered as such.</summary>
    public const int MostWrong = 20;

    private readonly Lock _lock = new();
    private readonly Queue<DateTimeOffset> _wrong = new();
    private string? _once = Secret();

    /// <summary>The key of the printed address.</summary>
    public string Key { get; } = Secret();

    /// <summary>The key that is good for one browser; null after it was used.</summary>
    public string? Once => _once;

    /// <summary>The cookie's name: the ports of a machine share their cookies, so each start has its own.</summary>
    public string CookieName { get; } = $"deepem-{Secret()[..8]}";

    /// <summary>The cookie's value.</summary>
    public string CookieValue { get; } = Secret();

    /// <summary>Looks at a key.</summary>
    /// <param name="key">As it came.</param>
    public KeyVerdict Check(string key)
    {
        lock (_lock)
        {
            if (AreEqual(key, Key))
            {
                return KeyVerdict.Right;
            }

            if (_once is { } once && AreEqual(key, once))
            {
                _once = null;
                return KeyVerdict.Right;
            }

            DateTimeOffset now = clock.GetUtcNow();
            while (_wrong.TryPeek(out DateTimeOffset first) && now - first > TimeSpan.FromMinutes(1))
            {
                _wrong.Dequeue();
            }

            if (_wrong.Count >= MostWrong)
            {
                return KeyVerdict.TooMany;
            }

            _wrong.Enqueue(now);
            return KeyVerdict.Wrong;
        }
    }

    /// <summary>Whether a cookie is the one that was given.</summary>
    /// <param name="value">Its value; null where the browser sent none.</param>
    public bool IsCookie(string? value) => value is not null && AreEqual(value, CookieValue);

    /// <summary>Whether two texts are equal, in a time that does not tell where they differ.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.NoOptimization)]
    public static bool AreEqual(string given, string expected)
    {
        byte[] left = Encoding.UTF8.GetBytes(given);
        byte[] right = Encoding.UTF8.GetBytes(expected);
        int different = left.Length ^ right.Length;
        for (int i = 0; i < left.Length; i++)
        {
            different |= left[i] ^ right[i % right.Length];
        }

        return different == 0;
    }

    // Identifiers come from the system's generator of secrets, and need no library that an empty container lacks; but
    // six of their bits are fixed, in bytes 7 and 8.
    private static string Secret()
    {
        byte[] first = Guid.NewGuid().ToByteArray();
        byte[] second = Guid.NewGuid().ToByteArray();
        return Convert.ToHexStringLower([.. first.AsSpan(9), .. second.AsSpan(9), .. first.AsSpan(0, 2)]);
    }
}
