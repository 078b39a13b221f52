import SluiceCommands

await SluiceTool.main()
