using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Foundation.Notices;

namespace DeepEM.Engine.Jobs.Convert;

/// <summary>Whether picks made of other picks may be written into a folder.</summary>
internal static class OutputCheck
{
    /// <summary>Requires a folder that can be written, is not that of the picks, and holds no other result.</summary>
    /// <param name="folder">Where to write.</param>
    /// <param name="picks">A folder, a list or a file of picks.</param>
    /// <param name="overwrite">Whether what is there may be replaced.</param>
    /// <exception cref="SettingsException">It is not so.</exception>
    /// <exception cref="IOException">The folder cannot be made or written to.</exception>
    public static void Require(string folder, IEnumerable<string> picks, bool overwrite)
    {
        foreach (string path in picks)
        {
            string source = Directory.Exists(path) ? path : Path.GetDirectoryName(Path.GetFullPath(path))!;
            if (FileIdentity.AreSame(source, folder))
            {
                throw new SettingsException(
                    folder,
                    NoticeCode.OutputIsInput,
                    "is the folder of the picks, whose own files would be replaced; choose another folder");
            }
        }

        OutputFile.RequireFolder(folder);
        string record = Path.Combine(folder, RunRecord.FileName);
        if (!overwrite && File.Exists(record))
        {
            throw new SettingsException(record, NoticeCode.OutputExists, "is there already");
        }
    }
}
