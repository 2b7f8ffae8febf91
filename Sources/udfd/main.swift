import Commands

UDFDCommand.main()
