using Microsoft.AspNetCore.Builder;
var b = WebApplication.CreateSlimBuilder(args);
var app = b.Build();
var k = new k8s.Kubernetes(new k8s.KubernetesClientConfiguration { Host = "https://127.0.0.1:1" });
Console.WriteLine(k.BaseUri);
Console.WriteLine(args.Length);
