using DeepEM.Engine.Foundation;
using DeepEM.Engine.Jobs.Verify;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Jobs.Verify;

public sealed class ClassListTests
{
    [TestCase("1,4,9")]
    [TestCase(" 9, 4,1,1")]
    public void Numbers_stand_on_the_command_line(string list)
    {
        Assert.That(ClassList.Read(list, 9), Is.EquivalentTo([1, 4, 9]));
    }

    [TestCase("1\n4\n9\n")]
    [TestCase("\uFEFF# good classes\r\n1, 4 # rings\r\n\r\n9")]
    public void Numbers_stand_in_a_file(string text)
    {
        using ScratchFolder folder = new();

        Assert.That(ClassList.Read(folder.Write("good.txt", text), 9), Is.EquivalentTo([1, 4, 9]));
    }

    [TestCase("1\n12\n", "line 2: found '12', expected numbers of classes, 1 to 9")]
    [TestCase("one\n", "line 1: found 'one'")]
    [TestCase("# none\n", "found none")]
    public void A_file_that_names_no_class_is_refused_in_a_line(string text, string said)
    {
        using ScratchFolder folder = new();
        string path = folder.Write("good.txt", text);

        Assert.That(
            () => ClassList.Read(path, 9),
            Throws.TypeOf<InvalidFileException>().With.Message.Contains(said));
    }

    [TestCase("0")]
    [TestCase("1;10")]
    [TestCase("good.txt")]
    [TestCase("-1")]
    public void A_list_that_names_no_class_is_refused_in_a_line(string list)
    {
        Assert.That(
            () => ClassList.Read(list, 9),
            Throws.TypeOf<SettingsException>().With.Message.Contains("expected a file that is there, or numbers"));
    }
}
