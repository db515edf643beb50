using System.Security.Cryptography;
using System.Text;
using DeepEM.Engine.Foundation.Files;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Foundation.Files;

/// <summary>The digest is SHA-256.</summary>
public sealed class Sha256DigestTests
{
    // FIPS 180-4, worked examples.
    [TestCase("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [TestCase("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    public void Known_texts_have_their_known_digest(string text, string digest) =>
        Assert.That(Convert.ToHexStringLower(Sha256Digest.Of(Encoding.UTF8.GetBytes(text))), Is.EqualTo(digest));

    [Test]
    public void Every_length_has_the_digest_of_the_platform()
    {
        byte[] bytes = [.. Enumerable.Range(0, 300).Select(i => (byte)(i * 37))];
        for (int length = 0; length <= bytes.Length; length++)
        {
            byte[] some = bytes[..length];
            Assert.That(Sha256Digest.Of(some), Is.EqualTo(SHA256.HashData(some)), $"{length} bytes");
        }
    }
}
