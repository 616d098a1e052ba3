autocmd BufRead,BufNewFile *.hlpsl setfiletype hlpsl
