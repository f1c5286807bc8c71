using System.Management.Automation;
using Frankenetes.Contracts;
using Frankenetes.Module.Pipeline;

namespace Frankenetes.Module.Tests.Pipeline;

public class ErrorTranslatorTests
{
    [Fact]
    public void Every_kind_but_a_defect_has_a_category() => Assert.All(
        Enum.GetValues<FrankenetesErrorKind>().Where(kind => kind != FrankenetesErrorKind.Bug),
        kind => Assert.NotEqual(ErrorCategory.NotSpecified, ErrorTranslator.Category(kind)));

    [Fact]
    public void A_record_says_what_failed_in_which_step_and_what_to_do()
    {
        var failure = new FrankenetesException(ErrorCatalog.DnsNameTaken, "The name is taken.", "dev") { Step = "control-plane" };
        var record = ErrorTranslator.ToErrorRecord(failure, null);
        Assert.Equal("The name is taken. (step: control-plane)", record.ToString());
        Assert.Equal(ErrorCatalog.DnsNameTaken.RecommendedAction, record.ErrorDetails.RecommendedAction);
        Assert.Equal(ErrorCategory.ResourceExists, record.CategoryInfo.Category);
        Assert.Equal("dev", record.TargetObject);
    }
}
