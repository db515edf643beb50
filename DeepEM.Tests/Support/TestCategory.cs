namespace DeepEM.Tests.Support;

/// <summary>Names of selections of tests.</summary>
internal static class TestCategory
{
    /// <summary>A look at every room in less than a minute: <c>dotnet test --filter Category=Smoke</c>.</summary>
    public const string Smoke = "Smoke";
}
