from slt_flow.commands import main

main()
