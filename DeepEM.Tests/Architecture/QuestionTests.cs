using System.Text.RegularExpressions;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Architecture;

/// <summary>What a method of picking is like is asked of it, and not of the preset it was chosen by.</summary>
[Category(TestCategory.Smoke)]
public sealed partial class QuestionTests
{
    [Test]
    public void Only_the_method_asks_whether_a_preset_is_the_default() => Assert.That(
        SourceTree.Files("DeepEM.Engine").Where(path => Question().IsMatch(SourceTree.Read(path))),
        Is.EqualTo(["DeepEM.Engine/Learning/Networks/PickingMethod.cs"]));

    [GeneratedRegex(@"([!=]=|\bis( not)?) NetworkPreset\.Auto")]
    private static partial Regex Question();
}
