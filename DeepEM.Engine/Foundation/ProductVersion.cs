using System.Reflection;

namespace DeepEM.Engine.Foundation;

/// <summary>The version of this program.</summary>
public static class ProductVersion
{
    /// <summary>For example "0.1.0".</summary>
    public static string Text { get; } =
        typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
            .InformationalVersion;
}
