using System.Globalization;

namespace DeepEM.Engine.Jobs.Serve;

/// <summary>Where the parts of a project lie: all but <c>cache</c> is what commands write, too.</summary>
/// <param name="root">The project's folder.</param>
public sealed class ProjectFolders(string root)
{
    internal const string LabelFolder = "labels";
    internal const string RejectedFolder = "rejected";

    /// <summary>The project's folder, a full path.</summary>
    public string Root { get; } = Path.GetFullPath(root);

    /// <summary>Every edit of labels.</summary>
    public string Journal => Path.Combine(Root, "journal.jsonl");

    /// <summary>Particles that a person marked, a STAR file a micrograph.</summary>
    public string Labels => Path.Combine(Root, LabelFolder);

    /// <summary>Places that a person marked as no particle, a STAR file a micrograph.</summary>
    public string Rejected => Path.Combine(Root, RejectedFolder);

    /// <summary>What may be deleted at any time.</summary>
    public string Cache => Path.Combine(Root, "cache");

    /// <summary>Small pictures of the micrographs.</summary>
    public string Thumbnails => Path.Combine(Cache, "thumbs.bin");

    /// <summary>Which micrograph each small picture shows.</summary>
    public string PicturedFiles => Path.Combine(Cache, "thumbs.txt");

    /// <summary>Picks that were made to be looked at.</summary>
    public string Preview => Path.Combine(Cache, "preview");

    /// <summary>The model of a training.</summary>
    /// <param name="number">Number of the training, from 1.</param>
    public string Model(int number) => Path.Combine(Numbered("models", number), "model.deepem");

    /// <summary>The folder of a picking.</summary>
    /// <param name="number">Its number, from 1.</param>
    public string Picks(int number) => Numbered("picks", number);

    /// <summary>The folder of classes.</summary>
    /// <param name="number">Their number, from 1.</param>
    public string Classes(int number) => Numbered("classes", number);

    /// <summary>The classes that a person holds for good, a number a line.</summary>
    /// <param name="number">Number of the classes.</param>
    public string GoodClasses(int number) => Path.Combine(Classes(number), "good.txt");

    /// <summary>The next number that no folder has.</summary>
    /// <param name="folder">Gives the path for a number.</param>
    public static int Next(Func<int, string> folder)
    {
        int number = 1;
        while (Path.Exists(folder(number)))
        {
            number++;
        }

        return number;
    }

    private string Numbered(string what, int number) =>
        Path.Combine(Root, what, number.ToString("000", CultureInfo.InvariantCulture));
}
