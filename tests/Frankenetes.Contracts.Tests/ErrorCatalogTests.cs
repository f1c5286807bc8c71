namespace Frankenetes.Contracts.Tests;

public class ErrorCatalogTests
{
    [Fact]
    public void An_id_is_the_name_of_its_property()
    {
        var properties = typeof(ErrorCatalog).GetProperties().Where(property => property.PropertyType == typeof(ErrorDescription)).ToList();
        Assert.NotEmpty(properties);
        Assert.All(properties, property => Assert.Equal(property.Name, ((ErrorDescription)property.GetValue(null)!).Id));
    }

    [Fact]
    public void Every_failure_says_what_to_do_next() =>
        Assert.All(ErrorCatalog.All.Values, description => Assert.EndsWith(".", description.RecommendedAction, StringComparison.Ordinal));

    [Fact]
    public void A_failure_carries_its_catalogue_entry()
    {
        var failure = new FrankenetesException(ErrorCatalog.ClusterNotFound, "There is no cluster 'x'.", "x");
        Assert.Equal("ClusterNotFound", failure.ErrorId);
        Assert.Equal(FrankenetesErrorKind.NotFound, failure.Kind);
        Assert.Equal(ErrorCatalog.ClusterNotFound.RecommendedAction, failure.RecommendedAction);
    }
}
