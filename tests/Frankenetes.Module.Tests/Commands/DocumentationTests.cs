using System.Management.Automation;
using System.Xml.Linq;
using Frankenetes.Module.Pipeline;

namespace Frankenetes.Module.Tests.Commands;

/// <summary>The help is made from the comments (build/MakeHelp.ps1): what is missing here is missing at the prompt.</summary>
public class DocumentationTests
{
    private static readonly Dictionary<string, XElement> Members = XDocument.Load(Path.Combine(AppContext.BaseDirectory, "Frankenetes.xml"))
        .Descendants("member").ToDictionary(member => (string)member.Attribute("name")!);

    public static TheoryData<Type> Cmdlets => [.. typeof(FrankenetesCommand).Assembly.GetTypes().Where(type => type.IsDefined(typeof(CmdletAttribute), false))];

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void A_cmdlet_says_what_it_does_and_shows_two_examples(Type cmdlet)
    {
        var member = Members[$"T:{cmdlet.FullName}"];
        Assert.EndsWith(".", ((string)member.Element("summary")!).Trim(), StringComparison.Ordinal);
        var examples = member.Elements("example").ToList();
        Assert.True(examples.Count >= 2, $"{cmdlet.Name} has {examples.Count} examples: <example><code>line</code>what it does</example>.");
        var name = cmdlet.GetCustomAttributes(typeof(CmdletAttribute), false).Cast<CmdletAttribute>().Single();
        Assert.All(examples, example => Assert.Contains($"{name.VerbName}-{name.NounName}", (string)example.Element("code")!, StringComparison.Ordinal));
        Assert.All(examples, example => Assert.EndsWith(".", string.Concat(example.Nodes().OfType<XText>().Select(text => text.Value)).Trim(), StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void A_parameter_says_what_it_means(Type cmdlet)
    {
        foreach (var parameter in cmdlet.GetProperties().Where(property => property.IsDefined(typeof(ParameterAttribute), false)))
        {
            var key = $"P:{parameter.DeclaringType!.FullName}.{parameter.Name}";
            Assert.True(Members.TryGetValue(key, out var member) && ((string?)member.Element("summary"))?.Trim().EndsWith('.') == true, $"{key} has no summary.");
        }
    }
}
