@{
  RootModule        = 'EmptyModule.dll'
  ModuleVersion     = '1.0'
  GUID              = '0d1f2c57-3c83-4e0b-9a5e-6f2a2c1f2b11'
  PowerShellVersion = '7.4'
  CmdletsToExport   = @('Get-Nothing')
  FunctionsToExport = @()
  AliasesToExport   = @()
  VariablesToExport = @()
}
