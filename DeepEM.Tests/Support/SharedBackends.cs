using NUnit.Framework;

namespace DeepEM.Tests.Support;

/// <summary>Releases what the tests share when the last test has ended.</summary>
[SetUpFixture]
public sealed class SharedBackends
{
    [OneTimeTearDown]
    public void Release()
    {
        TestBackends.Release();
        SmallData.Release();
    }
}
