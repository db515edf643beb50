using SharpFuzz;

namespace DeepEM.Fuzz;

/// <summary>Feeds parsers with bytes that AFL++ invents; see fuzz/run.sh.</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        switch (args)
        {
            case ["list"]:
                Console.WriteLine(string.Join('\n', ParserTargets.All.Select(target => target.Name)));
                return 0;

            // Puts the counters of AFL++ into a built library, in place.
            case ["instrument", string library]:
                foreach (string type in Fuzzer.Instrument(library, _ => true, Options.Value))
                {
                    Console.WriteLine(type);
                }

                return 0;

            case ["run", string name]:
                ParserTarget target = ParserTargets.Find(name);
                Fuzzer.Run(stream =>
                {
                    using MemoryStream bytes = new();
                    stream.CopyTo(bytes);
                    target.Run(bytes.ToArray());
                });
                return 0;

            // What AFL++ has found, once more and without it.
            case ["once", string name, .. string[] paths]:
                foreach (string path in paths)
                {
                    Console.WriteLine(path);
                    ParserTargets.Find(name).Run(File.ReadAllBytes(path));
                }

                return 0;

            default:
                Console.Error.WriteLine("list | instrument DLL | run TARGET | once TARGET FILE...");
                return 2;
        }
    }
}
